/** Quotes gathered by interview, in the order of each interview's best. */
import type { Found } from './useFound'

/** How many of one interview show before the rest waits behind a button. */
const SHOWN = 3

export interface Group {
  interviewId: string
  best: Found[]
  /** How many of all answers are from this interview. */
  total: number
}

export function groupsOf(items: readonly Found[]): Group[] {
  const groups = new Map<string, Group>()
  for (const item of items) {
    const { id } = item.interview
    const group = groups.get(id) ?? { interviewId: id, best: [], total: item.in_interview }
    if (group.best.length < SHOWN) group.best.push(item)
    groups.set(id, group)
  }
  return [...groups.values()]
}
