/** The latest searches, on this device only. Storage may be forbidden; then they last as long as the page. */

const STORED = 'firsthand.searches'
const KEPT = 6

let latest: string[] | null = null

export function recentSearches(): string[] {
  latest ??= read()
  return latest
}

/** Remembers a search that someone looked at; one that was only a stage of typing gives way to what became of it. */
export function rememberSearch(q: string): void {
  const words = q.trim()
  if (words.length < 3) return
  const others = recentSearches().filter((other) => !words.startsWith(other) && other !== words)
  latest = [words, ...others].slice(0, KEPT)
  try {
    localStorage.setItem(STORED, JSON.stringify(latest))
  } catch {
    // Remembered for now.
  }
}

export function forgetSearches(): void {
  latest = []
  try {
    localStorage.removeItem(STORED)
  } catch {
    // Nothing was kept either.
  }
}

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORED) ?? '[]')
    return Array.isArray(kept)
      ? kept.filter((one): one is string => typeof one === 'string').slice(0, KEPT)
      : []
  } catch {
    return []
  }
}
