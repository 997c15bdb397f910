/** Who is heard in a reel, how much, and what would make it fairer. Suggestions only: people decide. */
import type { Reel, ReelItem } from './api'

export interface Share {
  name: string
  spoken_ms: number
  /** Of all that participants say, from 0 to 1. */
  share: number
}

/** The voices by how much they speak; beyond `most`, the others together are one with an empty name. */
export function sharesOf(speaking: Reel['speaking'], most = 5): Share[] {
  const whole = speaking.reduce((sum, one) => sum + one.spoken_ms, 0)
  if (whole === 0) return []
  const share = (name: string, spoken_ms: number) => ({ name, spoken_ms, share: spoken_ms / whole })
  const shown = speaking.slice(0, speaking.length > most ? most - 1 : most)
  const others = speaking.slice(shown.length).reduce((sum, one) => sum + one.spoken_ms, 0)
  return [...shown.map((one) => share(one.name, one.spoken_ms)), ...(others ? [share('', others)] : [])]
}

export interface Repeat {
  person: string
  name: string
  keep: ReelItem
  drop: ReelItem[]
}

/**
 * Who is heard more than once, which of their clips says it most strongly, and which ones could go. The strongest has
 * the highest intensity, then comes first in the reel. Voices that nobody has named are never taken for one.
 */
export function repeatsIn(items: readonly ReelItem[]): Repeat[] {
  const found = new Map<string, ReelItem[]>()
  for (const item of items)
    if (item.kind === 'clip' && item.readable && item.person_id)
      found.set(item.person_id, [...(found.get(item.person_id) ?? []), item])
  return [...found].flatMap(([person, clips]) => {
    const [first, ...rest] = clips
    if (!first || rest.length === 0) return []
    const keep = rest.reduce((best, clip) => (strength(clip) > strength(best) ? clip : best), first)
    return { person, name: keep.speaker_name, keep, drop: clips.filter((clip) => clip !== keep) }
  })
}

const strength = (item: ReelItem) => item.intensity ?? 0

interface Speaks {
  person_id: string | null
  name: string
  clips: number
}

/**
 * Whoever is heard so much in a reel that they stand for everybody: at least four clips, and at least twice an even
 * share (two thirds among two or three people, a third among six or more). The same rule as on a participant's page.
 */
export function outsizedIn(speaking: readonly Speaks[], clips: number): Speaks | undefined {
  const people = speaking.length
  const least = Math.max(1 / 3, Math.min(2 / people, 2 / 3))
  return people < 2 ? undefined : speaking.find((one) => one.clips >= 4 && one.clips >= least * clips)
}
