/** The reading cursor: how the arrow keys walk through words and turns, and select them. Offsets are UTF-16. */
import type { Turn } from './data'
import type { Place, Stretch } from './places'
import { type Stretch as Word, wordsOf } from './words'

export interface Cursor {
  /** Where the selection was begun. */
  anchor: Place
  /** Where it goes on. */
  focus: Place
}

export type Step = 'next-word' | 'word-before' | 'next-turn' | 'turn-before'

type Texts = readonly Pick<Turn, 'id' | 'text'>[]

/** The word after (or before) what is selected; at the edge of a turn, the cursor stays in it. */
export function walk(
  turns: Texts,
  turnId: string,
  cursor: Cursor | null,
  step: Step,
  language: string,
): Cursor | null {
  const turn = turns.find((one) => one.id === turnId)
  if (!turn) return null
  const words = wordsOf(turn.text, language)
  const inside = cursor?.focus.turnId === turnId ? orderedOf(turns, cursor) : null
  const word =
    step === 'next-word' ? after(words, inside?.end.offset ?? 0) : before(words, inside?.start.offset ?? 0)
  const chosen = word ?? (step === 'next-word' ? words.at(-1) : words[0])
  return chosen ? { anchor: { turnId, offset: chosen.start }, focus: { turnId, offset: chosen.end } } : null
}

/** The selection made longer or shorter by a word or a turn; it crosses into the neighbouring turns. */
export function extend(
  turns: Texts,
  turnId: string,
  cursor: Cursor | null,
  step: Step,
  language: string,
): Cursor | null {
  const anchor = cursor?.anchor ?? { turnId, offset: 0 }
  const focus = moved(turns, cursor?.focus ?? anchor, step, language)
  return focus ? { anchor, focus } : cursor
}

/** The selected stretch in the order of the text; null when nothing is selected. */
export function orderedOf(turns: Texts, { anchor, focus }: Cursor): Stretch {
  const place = ({ turnId, offset }: Place) =>
    [turns.findIndex((turn) => turn.id === turnId), offset] as const
  const [[turnA, offsetA], [turnB, offsetB]] = [place(anchor), place(focus)]
  const forwards = turnA < turnB || (turnA === turnB && offsetA <= offsetB)
  return forwards ? { start: anchor, end: focus } : { start: focus, end: anchor }
}

function moved(turns: Texts, focus: Place, step: Step, language: string): Place | null {
  const index = turns.findIndex((turn) => turn.id === focus.turnId)
  const turn = turns[index]
  if (!turn) return null
  const [next, previous] = [turns[index + 1], turns[index - 1]]
  if (step === 'next-turn') {
    if (focus.offset < turn.text.length) return { turnId: turn.id, offset: turn.text.length }
    return next ? { turnId: next.id, offset: next.text.length } : null
  }
  if (step === 'turn-before') {
    if (focus.offset > 0) return { turnId: turn.id, offset: 0 }
    return previous ? { turnId: previous.id, offset: 0 } : null
  }
  const words = wordsOf(turn.text, language)
  if (step === 'next-word') {
    const word = after(words, focus.offset)
    if (word) return { turnId: turn.id, offset: word.end }
    return next ? { turnId: next.id, offset: wordsOf(next.text, language)[0]?.end ?? next.text.length } : null
  }
  const word = before(words, focus.offset)
  if (word) return { turnId: turn.id, offset: word.start }
  return previous
    ? { turnId: previous.id, offset: wordsOf(previous.text, language).at(-1)?.start ?? 0 }
    : null
}

const after = (words: readonly Word[], offset: number) =>
  words.find((word) => word.end > offset && word.start >= offset) ?? words.find((word) => word.end > offset)
const before = (words: readonly Word[], offset: number) => words.findLast((word) => word.start < offset)
