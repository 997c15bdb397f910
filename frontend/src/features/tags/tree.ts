/** The codebook as a list with depths, and where a tag goes when it is moved. */
import type { Tag } from './api'

export interface Node {
  tag: Tag
  depth: number
  hasChildren: boolean
}

export interface Target {
  parent_id: string | null
  /** Its place among the tags with that parent, itself left out. */
  position: number
}

export type Direction = 'up' | 'down' | 'in' | 'out'

/** Parents before children, each with its depth. The server sends them in this order. */
export function nodesOf(tags: readonly Tag[]): Node[] {
  const depths = new Map<string | null, number>([[null, -1]])
  const parents = new Set(tags.map((tag) => tag.parent_id))
  return tags.map((tag) => {
    const depth = (depths.get(tag.parent_id) ?? -1) + 1
    depths.set(tag.id, depth)
    return { tag, depth, hasChildren: parents.has(tag.id) }
  })
}

const siblingsOf = (tags: readonly Tag[], parentId: string | null) =>
  tags.filter((tag) => tag.parent_id === parentId)

/** A tag and everything below it. */
export function familyOf(tags: readonly Tag[], tagId: string): Set<string> {
  const family = new Set([tagId])
  for (const tag of tags) if (tag.parent_id !== null && family.has(tag.parent_id)) family.add(tag.id)
  return family
}

/** One step by keyboard: among its siblings, below the one before, or out beside its parent. Null where it cannot. */
export function stepOf(tags: readonly Tag[], tagId: string, direction: Direction): Target | null {
  const tag = tags.find((one) => one.id === tagId)
  if (!tag) return null
  const siblings = siblingsOf(tags, tag.parent_id)
  const at = siblings.findIndex((one) => one.id === tagId)
  if (direction === 'up') return at > 0 ? { parent_id: tag.parent_id, position: at - 1 } : null
  if (direction === 'down')
    return at < siblings.length - 1 ? { parent_id: tag.parent_id, position: at + 1 } : null
  if (direction === 'in') {
    const before = siblings[at - 1]
    return before ? { parent_id: before.id, position: siblingsOf(tags, before.id).length } : null
  }
  const parent = tags.find((one) => one.id === tag.parent_id)
  if (!parent) return null
  const place = siblingsOf(tags, parent.parent_id).findIndex((one) => one.id === parent.id)
  return { parent_id: parent.parent_id, position: place + 1 }
}

/** Where a dragged tag lands: after the row above it, as deep as it was pulled, within what that place allows. */
export function dropOf(tags: readonly Tag[], tagId: string, overId: string, pulled: number): Target | null {
  const family = familyOf(tags, tagId)
  const nodes = nodesOf(tags)
  const from = nodes.findIndex((node) => node.tag.id === tagId)
  const to = nodes.findIndex((node) => node.tag.id === overId)
  if (from < 0 || to < 0 || (family.has(overId) && overId !== tagId)) return null
  const moved = nodes[from]
  const rest = nodes.filter((node) => !family.has(node.tag.id))
  const over = rest.findIndex((node) => node.tag.id === overId)
  const at = overId === tagId ? nodes.slice(0, from).length : to < from ? over : over + 1
  const above = rest[at - 1]
  const below = rest[at]
  const deepest = above ? above.depth + 1 : 0
  const depth = Math.max(below?.depth ?? 0, Math.min(deepest, (moved?.depth ?? 0) + pulled))
  const parent = depth === 0 ? null : ancestorAt(rest, at - 1, depth - 1)
  const parentId = parent?.tag.id ?? null
  const position = rest.slice(0, at).filter((node) => node.tag.parent_id === parentId).length
  return { parent_id: parentId, position }
}

/** The nearest row at or above a place that has a depth. */
function ancestorAt(nodes: readonly Node[], from: number, depth: number): Node | undefined {
  return nodes.slice(0, from + 1).findLast((node) => node.depth === depth)
}

/** The codebook as it will be, shown before the server has answered. */
export function movedTo(tags: readonly Tag[], tagId: string, { parent_id, position }: Target): Tag[] {
  const tag = tags.find((one) => one.id === tagId)
  if (!tag) return [...tags]
  const rest = tags.filter((one) => one.id !== tagId)
  const siblings = siblingsOf(rest, parent_id)
  const ordered = [...siblings.slice(0, position), { ...tag, parent_id }, ...siblings.slice(position)]
  const below = (parentId: string | null): Tag[] =>
    (parentId === parent_id ? ordered : siblingsOf(rest, parentId)).flatMap((one) => [one, ...below(one.id)])
  return below(null)
}
