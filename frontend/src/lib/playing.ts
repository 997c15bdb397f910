/** Which moment of the page is playing: at most one, so that starting one stops the others. */

let playing: string | null = null
const listeners = new Set<() => void>()

export function setPlaying(key: string | null): void {
  if (key === playing) return
  playing = key
  listeners.forEach((listener) => listener())
}

/** Ends a moment's turn, unless another one has taken it meanwhile. */
export function endPlaying(key: string): void {
  if (playing === key) setPlaying(null)
}

export const playingStore = {
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  read: () => playing,
}
