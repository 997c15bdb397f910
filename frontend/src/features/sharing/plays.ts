/** Plays day by day and site by site, summed for a drawing and for a table. */

interface DayOfPlays {
  day: string
  site: string
  plays: number
}

export const SPAN_DAYS = 28
const DAY_MS = 86_400_000

/** How often on each of the last days up to today, oldest first; days are those of UTC, as the server counts. */
export function perDay(days: readonly DayOfPlays[], today: Date): number[] {
  const last = Date.parse(today.toISOString().slice(0, 10))
  const counts = new Array<number>(SPAN_DAYS).fill(0)
  for (const { day, plays } of days) {
    const at = SPAN_DAYS - 1 - Math.round((last - Date.parse(day)) / DAY_MS)
    if (at >= 0 && at < SPAN_DAYS) counts[at] = (counts[at] ?? 0) + plays
  }
  return counts
}

interface PlaysOfSite {
  site: string
  plays: number
  last: string
}

/** The sites, most played first. */
export function bySite(days: readonly DayOfPlays[]): PlaysOfSite[] {
  const sites = new Map<string, PlaysOfSite>()
  for (const { day, site, plays } of days) {
    const known = sites.get(site) ?? { site, plays: 0, last: day }
    sites.set(site, { site, plays: known.plays + plays, last: day > known.last ? day : known.last })
  }
  return [...sites.values()].sort((a, b) => b.plays - a.plays || a.site.localeCompare(b.site))
}
