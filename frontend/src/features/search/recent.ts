/** The latest searches of whoever is signed in, on this device only. */
import { keepMine, readMine } from '@/lib/mine'

const KEPT = 6
const PLACE = 'searches'

export function recentSearches(): string[] {
  try {
    const kept: unknown = JSON.parse(readMine(PLACE) ?? '[]')
    return Array.isArray(kept)
      ? kept.filter((one): one is string => typeof one === 'string').slice(0, KEPT)
      : []
  } catch {
    return []
  }
}

/** Remembers a search that someone looked at; one that was only a stage of typing gives way to what became of it. */
export function rememberSearch(q: string): void {
  const words = q.trim()
  if (words.length < 3) return
  const others = recentSearches().filter((other) => !words.startsWith(other) && other !== words)
  keepMine(PLACE, JSON.stringify([words, ...others].slice(0, KEPT)))
}

export function forgetSearches(): void {
  keepMine(PLACE, null)
}
