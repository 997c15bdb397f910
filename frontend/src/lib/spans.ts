/** Marked stretches of a text. Offsets count UTF-16 units, as JavaScript's strings do; the server counts code points. */

export type Span = readonly [start: number, end: number]

/** Translates code-point offsets of a text (the server's) to UTF-16 offsets (the browser's). */
export function spansFromCodePoints(text: string, spans: readonly Span[]): Span[] {
  const units = [0]
  for (const character of text) units.push((units.at(-1) ?? 0) + character.length)
  const at = (point: number) => units[Math.min(point, units.length - 1)] ?? 0
  return spans.map(([start, end]) => [at(start), at(end)] as const)
}

export interface Piece {
  text: string
  marked: boolean
  start: number
}

/** Cuts a text at its marks; marks that touch or overlap become one, empty and foreign ones fall away. */
export function piecesOf(text: string, spans: readonly Span[]): Piece[] {
  const pieces: Piece[] = []
  const add = (start: number, end: number, marked: boolean) => {
    if (end > start) pieces.push({ text: text.slice(start, end), marked, start })
  }
  let done = 0
  for (const [start, end] of joined(spans, text.length)) {
    add(done, start, false)
    add(start, end, true)
    done = end
  }
  add(done, text.length, false)
  return pieces
}

function joined(spans: readonly Span[], length: number): Span[] {
  const result: [number, number][] = []
  const inside = spans
    .map(([start, end]) => [Math.max(0, start), Math.min(length, end)] as const)
    .filter(([start, end]) => end > start)
    .sort(([a], [b]) => a - b)
  for (const [start, end] of inside) {
    const last = result.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else result.push([start, end])
  }
  return result
}
