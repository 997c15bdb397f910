/** Whether the server answers. Set by every call; the shell shows a banner while it does not. */

let reachable = true
const listeners = new Set<() => void>()

export function setReachable(next: boolean): void {
  if (next === reachable) return
  reachable = next
  listeners.forEach((listener) => listener())
}

export const reachability = {
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  read: () => reachable,
}
