import { type Span, piecesOf } from '@/lib/spans'

/** A text with its marked stretches: matched words of a search, a highlight in its turn. */
export function Words({ text, marks }: { text: string; marks: readonly Span[] }) {
  return piecesOf(text, marks).map(({ text: piece, marked, start }) =>
    marked ? <mark key={start}>{piece}</mark> : <span key={start}>{piece}</span>,
  )
}
