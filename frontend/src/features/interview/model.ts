/** From what the server sends to what a turn draws. Unchanged turns keep their very arrays, so they stay undrawn. */
import { lengthOf, toCodePoints, toUtf16 } from './codepoints'
import type { Highlight, Tag, Turn } from './data'
import { type Mark, layered } from './segments'

export const UNTAGGED = 'mark'

export interface TurnMarks {
  marks: readonly Mark[]
  /** The highlights that begin in this turn, in the order of the text. */
  begins: readonly Highlight[]
}

export const NO_MARKS: TurnMarks = { marks: [], begins: [] }

/** A highlight wears the colour of its first tag; one without tags, a marker's yellow. */
export function colourOf(highlight: Highlight, tags: ReadonlyMap<string, Tag>): string {
  for (const id of highlight.tag_ids) {
    const tag = tags.get(id)
    if (tag) return tag.colour
  }
  return UNTAGGED
}

type Loose = Omit<Mark, 'layer'>

/** The marks of every turn that has some. A mark that lost its text has no length and is drawn nowhere. */
export function marksByTurn(
  turns: readonly Turn[],
  highlights: readonly Highlight[],
  tags: ReadonlyMap<string, Tag>,
  before: ReadonlyMap<string, TurnMarks>,
): Map<string, TurnMarks> {
  const order = new Map(turns.map((turn, index) => [turn.id, index]))
  const loose = new Map<string, Loose[]>()
  const begins = new Map<string, Highlight[]>()
  for (const highlight of highlights) {
    const first = order.get(highlight.start_turn_id ?? '')
    const last = order.get(highlight.end_turn_id ?? '')
    if (first === undefined || last === undefined) continue
    push(begins, highlight.start_turn_id ?? '', highlight)
    for (let index = first; index <= last; index += 1) {
      const turn = turns[index]
      const mark = turn && partOf(highlight, turn, index === first, index === last, colourOf(highlight, tags))
      if (turn && mark) push(loose, turn.id, mark)
    }
  }
  const result = new Map<string, TurnMarks>()
  for (const turnId of new Set([...loose.keys(), ...begins.keys()])) {
    const fresh: TurnMarks = {
      marks: layered(loose.get(turnId) ?? []),
      begins: [...(begins.get(turnId) ?? [])].sort((a, b) => a.start_offset - b.start_offset),
    }
    const known = before.get(turnId)
    result.set(turnId, known && same(known, fresh) ? known : fresh)
  }
  return result
}

function partOf(
  highlight: Highlight,
  turn: Turn,
  begins: boolean,
  ends: boolean,
  colour: string,
): Loose | null {
  const start = begins ? toUtf16(turn.text, highlight.start_offset) : 0
  const end = ends ? toUtf16(turn.text, highlight.end_offset) : turn.text.length
  return end > start ? { id: highlight.id, start, end, colour, begins, ends } : null
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

function same(a: TurnMarks, b: TurnMarks): boolean {
  return (
    a.begins.length === b.begins.length &&
    a.begins.every((one, index) => one === b.begins[index]) &&
    a.marks.length === b.marks.length &&
    a.marks.every((one, index) => sameMark(one, b.marks[index]))
  )
}

function sameMark(a: Mark, b: Mark | undefined): boolean {
  return (
    b !== undefined &&
    a.id === b.id &&
    a.start === b.start &&
    a.end === b.end &&
    a.colour === b.colour &&
    a.layer === b.layer
  )
}

/** The words of a span as they stand in the turns, before the server has said so. */
export function quoteOf(
  turns: readonly Turn[],
  span: Pick<Highlight, 'start_turn_id' | 'start_offset' | 'end_turn_id' | 'end_offset'>,
): string {
  const first = turns.findIndex((turn) => turn.id === span.start_turn_id)
  const last = turns.findIndex((turn) => turn.id === span.end_turn_id)
  return turns
    .slice(first, last + 1)
    .map((turn, index) => {
      const start = index === 0 ? toUtf16(turn.text, span.start_offset) : 0
      const end = first + index === last ? toUtf16(turn.text, span.end_offset) : turn.text.length
      return turn.text.slice(start, end)
    })
    .join('\n')
    .trim()
}

/** When a place in a turn is said: by its word, else by its share of the turn's time. Null without any time. */
export function timeAt(
  turn: Turn,
  utf16: number,
  words: readonly (readonly number[])[] | undefined,
): number | null {
  const at = toCodePoints(turn.text, utf16)
  for (const [, end = 0, startMs = 0] of words ?? []) if (at < end) return startMs
  if (words?.length) return words.at(-1)?.[2] ?? null
  if (turn.start_ms === null || turn.start_ms === undefined) return null
  if (turn.end_ms === null || turn.end_ms === undefined) return turn.start_ms
  const share = at / Math.max(1, lengthOf(turn.text))
  return Math.round(turn.start_ms + share * (turn.end_ms - turn.start_ms))
}

/** The last of rising numbers that is not above a value; -1 when all are. */
export function lastUpTo(rising: readonly number[], value: number): number {
  let [low, high] = [0, rising.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rising[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The word that is heard at a time, as UTF-16 offsets of the turn's text; null in a pause longer than a breath. */
export function wordAtTime(
  text: string,
  words: readonly (readonly number[])[] | undefined,
  ms: number,
): { start: number; end: number } | null {
  let found: readonly number[] | undefined
  for (const word of words ?? []) {
    if ((word[2] ?? 0) > ms) break
    found = word
  }
  if (!found || ms > (found[3] ?? 0) + BREATH_MS) return null
  return { start: toUtf16(text, found[0] ?? 0), end: toUtf16(text, found[1] ?? 0) }
}

const BREATH_MS = 400
