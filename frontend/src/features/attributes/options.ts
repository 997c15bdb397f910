/** The choices of an attribute while they are edited. Pure. */

export interface Choice {
  /** Its name before; null for a new one. */
  was: string | null
  now: string
}

/** The choices that got another name: old to new. */
export function renamedOf(choices: readonly Choice[]): Record<string, string> {
  const renamed = choices.filter(({ was, now }) => was !== null && now.trim() !== '' && was !== now.trim())
  return Object.fromEntries(renamed.map(({ was, now }) => [was ?? '', now.trim()]))
}

/** A list in which one thing stands a place earlier or later. */
export function moved<Item>(items: readonly Item[], index: number, by: -1 | 1): Item[] {
  const to = index + by
  if (to < 0 || to >= items.length) return [...items]
  const next = [...items]
  next.splice(to, 0, ...next.splice(index, 1))
  return next
}
