/** Between the browser's selection and places in turns. Offsets are UTF-16 here; see codepoints. */

export interface Place {
  turnId: string
  offset: number
}

export interface Stretch {
  start: Place
  end: Place
}

const TEXT = '[data-text]'

export const turnElement = (turnId: string): HTMLElement | null => document.getElementById(`turn-${turnId}`)

export const textElement = (turnId: string): HTMLElement | null =>
  turnElement(turnId)?.querySelector<HTMLElement>(TEXT) ?? null

const turnIdOf = (element: Element): string => element.closest<HTMLElement>('[data-turn]')?.dataset.turn ?? ''

function elementOf(node: Node): Element | null {
  return node instanceof Element ? node : node.parentElement
}

/** How many UTF-16 units of an element's text stand before a point in it. */
function offsetIn(element: Element, node: Node, offset: number): number {
  const range = document.createRange()
  range.setStart(element, 0)
  range.setEnd(node, offset)
  return range.toString().length
}

/** The part of a range that lies in turns; null when there is none, or nothing is selected in it. */
export function stretchOf(root: Element, range: Range): Stretch | null {
  if (range.collapsed || !range.intersectsNode(root)) return null
  const start = placeOf(root, range, 'start')
  const end = placeOf(root, range, 'end')
  if (!start || !end) return null
  return start.turnId === end.turnId && start.offset >= end.offset ? null : { start, end }
}

function placeOf(root: Element, range: Range, edge: 'start' | 'end'): Place | null {
  const [node, offset] =
    edge === 'start' ? [range.startContainer, range.startOffset] : [range.endContainer, range.endOffset]
  const text = root.contains(node) ? elementOf(node)?.closest(TEXT) : null
  if (text) return { turnId: turnIdOf(text), offset: offsetIn(text, node, offset) }
  return edgeOf(root, range, edge)
}

/** A range that begins or ends beside the texts (a name, the margin) takes in the whole nearest text inside it. */
function edgeOf(root: Element, range: Range, edge: 'start' | 'end'): Place | null {
  const inside = [...root.querySelectorAll<HTMLElement>(TEXT)].filter((text) => range.intersectsNode(text))
  const text = edge === 'start' ? inside[0] : inside.at(-1)
  if (!text) return null
  return { turnId: turnIdOf(text), offset: edge === 'start' ? 0 : (text.textContent?.length ?? 0) }
}

/** The point in the document where a place is; null when its turn is not drawn. */
export function pointOf({ turnId, offset }: Place): { node: Node; offset: number } | null {
  const text = textElement(turnId)
  if (!text) return null
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
  let left = offset
  let last: Node = text
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0
    if (left <= length) return { node, offset: left }
    left -= length
    last = node
  }
  return { node: last, offset: last === text ? 0 : (last.textContent?.length ?? 0) }
}

/** The parts of a stretch turn by turn, names and margins between them left out. */
export function rangesOf(turns: readonly { id: string; text: string }[], { start, end }: Stretch): Range[] {
  const first = turns.findIndex((turn) => turn.id === start.turnId)
  const last = turns.findIndex((turn) => turn.id === end.turnId)
  return turns.slice(first, last + 1).flatMap((turn, index) => {
    const from = index === 0 ? start : { turnId: turn.id, offset: 0 }
    const to = first + index === last ? end : { turnId: turn.id, offset: turn.text.length }
    return rangeOf({ start: from, end: to }) ?? []
  })
}

/** A range over a stretch; null when one of its turns is not drawn. */
export function rangeOf({ start, end }: Stretch): Range | null {
  const [from, to] = [pointOf(start), pointOf(end)]
  if (!from || !to) return null
  const range = document.createRange()
  range.setStart(from.node, from.offset)
  range.setEnd(to.node, to.offset)
  return range
}

interface CaretDocument {
  caretPositionFromPoint?: (x: number, y: number) => { offsetNode: Node; offset: number } | null
  caretRangeFromPoint?: (x: number, y: number) => Range | null
}

/** The place under the pointer. */
export function placeAtPoint(x: number, y: number): Place | null {
  const page = document as unknown as CaretDocument
  const caret = page.caretPositionFromPoint?.(x, y)
  const range = caret ? null : page.caretRangeFromPoint?.(x, y)
  const node = caret?.offsetNode ?? range?.startContainer
  if (!node) return null
  const text = elementOf(node)?.closest(TEXT)
  return text
    ? { turnId: turnIdOf(text), offset: offsetIn(text, node, caret?.offset ?? range?.startOffset ?? 0) }
    : null
}

/** Paints ranges as one of the page's passing layers (see layers.css); none takes the layer away. */
export function paint(layer: string, ranges: readonly (AbstractRange | null)[]): void {
  const drawn = ranges.filter((range) => range !== null)
  // Older browsers and test environments have no such layers; the page works without them.
  if (!('highlights' in CSS)) return
  if (drawn.length > 0) CSS.highlights.set(layer, new Highlight(...drawn))
  else CSS.highlights.delete(layer)
}
