/** What is about to be deleted: lists leave it out while the offer to take it back stands. */
import { useSyncExternalStore } from 'react'

let leaving: ReadonlySet<string> = new Set()
const listeners = new Set<() => void>()

function publish(next: ReadonlySet<string>): void {
  leaving = next
  listeners.forEach((listener) => listener())
}

export function leave(id: string): void {
  publish(new Set([...leaving, id]))
}

export function stay(id: string): void {
  publish(new Set([...leaving].filter((other) => other !== id)))
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Tells which things of a list are still there: `items.filter(useStaying())`. */
export function useStaying(): (item: { id: string }) => boolean {
  const gone = useSyncExternalStore(subscribe, () => leaving)
  return ({ id }) => !gone.has(id)
}
