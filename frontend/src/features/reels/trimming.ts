/** Moving the ends of a clip, by words and by time. Times are the recording's, in ms. */
import type { ReelItem } from './api'

type Word = ReelItem['words'][number]

export type Edge = 'start' | 'end'

/** How much of the words around a quote is offered, and the least that stays of a clip. */
const AROUND_MS = 8_000
const SHORTEST_MS = 300
const FARTHEST_MS = 30_000

export interface Ends {
  start_ms: number
  end_ms: number
}

/** Where the clip's words lie, without the air around them. */
export function coreOf(item: ReelItem): Ends {
  return { start_ms: item.core_start_ms ?? 0, end_ms: item.core_end_ms ?? 0 }
}

/** Where the whole quote lies. */
export function wholeOf(item: ReelItem): Ends {
  const core = coreOf(item)
  return { start_ms: core.start_ms - item.trim_start_ms, end_ms: core.end_ms - item.trim_end_ms }
}

/** The stretch of the recording that is drawn for trimming. */
export function windowOf(item: ReelItem): Ends {
  const whole = wholeOf(item)
  const core = coreOf(item)
  return {
    start_ms: Math.max(0, Math.min(whole.start_ms, core.start_ms) - AROUND_MS / 2),
    end_ms: Math.max(whole.end_ms, core.end_ms) + AROUND_MS / 2,
  }
}

/** How a clip with so much air around its words looks until the answer comes. */
export function airOf(item: ReelItem, before: number, after: number): Partial<ReelItem> {
  const core = coreOf(item)
  const ends = { start_ms: Math.max(0, core.start_ms - before), end_ms: core.end_ms + after }
  return { pad_before_ms: before, pad_after_ms: after, ...ends, length_ms: ends.end_ms - ends.start_ms }
}

/** The words on offer: the quote's, the clip's, and some around them. */
export function wordsAround(item: ReelItem): Word[] {
  const whole = wholeOf(item)
  const core = coreOf(item)
  const from = Math.min(whole.start_ms, core.start_ms) - AROUND_MS
  const to = Math.max(whole.end_ms, core.end_ms) + AROUND_MS
  return item.words.filter((word) => word.end_ms > from && word.start_ms < to)
}

/** Whether more of a word is heard inside than outside. */
export function isHeard(word: Word, ends: Ends): boolean {
  const middle = Math.floor((word.start_ms + word.end_ms) / 2)
  return middle >= ends.start_ms && middle < ends.end_ms
}

/** The ends with one of them elsewhere, as far as that may be. */
export function withEdge(item: ReelItem, edge: Edge, ms: number): Ends {
  const whole = wholeOf(item)
  const now = coreOf(item)
  if (edge === 'start') {
    const first = Math.max(0, whole.start_ms - FARTHEST_MS)
    return { ...now, start_ms: Math.round(Math.max(first, Math.min(ms, now.end_ms - SHORTEST_MS))) }
  }
  const last = whole.end_ms + FARTHEST_MS
  return { ...now, end_ms: Math.round(Math.min(last, Math.max(ms, now.start_ms + SHORTEST_MS))) }
}

/** The ends with one of them a word earlier (-1) or later (1). */
export function byWord(item: ReelItem, edge: Edge, step: -1 | 1): Ends {
  const ends = coreOf(item)
  const heard = item.words.map((word) => isHeard(word, ends))
  const at = edge === 'start' ? heard.indexOf(true) : heard.lastIndexOf(true)
  const word = item.words[at + step]
  if (at < 0 || !word) return ends
  return withEdge(item, edge, edge === 'start' ? word.start_ms : word.end_ms)
}

/** How the item looks with these ends, until the answer comes. */
export function trimTo(item: ReelItem, ends: Ends): Partial<ReelItem> {
  const whole = wholeOf(item)
  const trims = { trim_start_ms: ends.start_ms - whole.start_ms, trim_end_ms: ends.end_ms - whole.end_ms }
  const heard = item.words.filter((word) => isHeard(word, ends))
  const text =
    trims.trim_start_ms || trims.trim_end_ms
      ? heard
          .map((word) => word.text)
          .join('')
          .trim()
      : item.quote
  const core = { core_start_ms: ends.start_ms, core_end_ms: ends.end_ms }
  const air = airOf({ ...item, ...core }, item.pad_before_ms, item.pad_after_ms)
  return { ...trims, ...core, ...air, text: text || item.quote }
}
