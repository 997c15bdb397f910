/** Marks of one turn cut into segments: each stretch of text with the highlights that cover it, in layers. */

/** A highlight's part in one turn. Offsets are UTF-16. */
export interface Mark {
  id: string
  start: number
  end: number
  colour: string
  /** The line it is drawn on: overlapping marks never share one. */
  layer: number
  /** Whether the highlight begins or ends in this turn, or goes on in a neighbour. */
  begins: boolean
  ends: boolean
}

export interface Segment {
  start: number
  end: number
  marks: readonly Mark[]
}

/** Gives each mark the lowest layer that is free where it stands; long and early ones lie at the bottom. */
export function layered(marks: readonly Omit<Mark, 'layer'>[]): Mark[] {
  const ends: number[] = []
  return [...marks]
    .sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1))
    .map((mark) => {
      const free = ends.findIndex((end) => end <= mark.start)
      const layer = free < 0 ? ends.length : free
      ends[layer] = mark.end
      return { ...mark, layer }
    })
}

/** The segments of a text, in order and without gaps; a text without marks is one segment. */
export function segmentsOf(length: number, marks: readonly Mark[]): Segment[] {
  if (marks.length === 0) return [{ start: 0, end: length, marks }]
  const cuts = new Set([0, length])
  for (const mark of marks) {
    cuts.add(mark.start)
    cuts.add(mark.end)
  }
  const edges = [...cuts].filter((at) => at >= 0 && at <= length).sort((a, b) => a - b)
  return edges.slice(0, -1).map((start, index) => {
    const end = edges[index + 1] ?? length
    return { start, end, marks: marks.filter((mark) => mark.start <= start && mark.end >= end) }
  })
}
