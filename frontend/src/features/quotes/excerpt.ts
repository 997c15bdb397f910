/** What a card shows of long words: the stretch around what was found, cut between words. UTF-16 offsets. */
import type { Span } from '@/lib/spans'

const LONG = 420
const SHOWN = 320

interface Excerpt {
  text: string
  marks: Span[]
  /** Whether there is more to show. */
  cut: boolean
}

export function excerptOf(text: string, marks: readonly Span[], crop?: Span): Excerpt {
  if (text.length <= LONG) return { text, marks: [...marks], cut: false }
  const [start, end] = bounds(text, crop)
  const before = start > 0 ? '… ' : ''
  const moved = marks
    .filter(([from, to]) => from >= start && to <= end)
    .map(([from, to]) => [from - start + before.length, to - start + before.length] as const)
  return {
    text: `${before}${text.slice(start, end)}${end < text.length ? ' …' : ''}`,
    marks: moved,
    cut: true,
  }
}

function bounds(text: string, crop: Span | undefined): Span {
  const [start, end] = crop ?? [0, 0]
  if (end - start >= SHOWN) return [start, end]
  // A short crop takes along what follows, and what goes before when there is nothing more to follow.
  const last = wordEnd(text, Math.min(text.length, start + SHOWN))
  return [Math.min(start, wordStart(text, last - SHOWN)), last]
}

function wordEnd(text: string, at: number): number {
  const space = text.indexOf(' ', at)
  return space < 0 || space - at > 40 ? text.length : space
}

function wordStart(text: string, at: number): number {
  if (at <= 0) return 0
  return text.lastIndexOf(' ', at) + 1
}
