import { describe, expect, it } from 'vitest'
import { bySite, perDay, SPAN_DAYS } from './plays'

const WIKI = 'https://wiki.example'
const DAYS = [
  { day: '2026-03-01', site: WIKI, plays: 2 },
  { day: '2026-03-03', site: '', plays: 5 },
  { day: '2026-03-03', site: WIKI, plays: 1 },
  { day: '2025-01-01', site: WIKI, plays: 9 },
]

describe('plays', () => {
  it('are summed by day up to today, days of long ago left out', () => {
    const counts = perDay(DAYS, new Date('2026-03-03T23:00:00Z'))
    expect(counts).toHaveLength(SPAN_DAYS)
    expect(counts.slice(-3)).toEqual([2, 0, 6])
    expect(counts.reduce((sum, count) => sum + count)).toBe(8)
  })

  it('are summed by site, most played first', () => {
    expect(bySite(DAYS)).toEqual([
      { site: WIKI, plays: 12, last: '2026-03-03' },
      { site: '', plays: 5, last: '2026-03-03' },
    ])
  })
})
