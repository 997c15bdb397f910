import { describe, expect, it } from 'vitest'
import type { ReelItem } from './api'
import { airOf, byWord, isHeard, trimTo, wholeOf, withEdge, wordsAround } from './trimming'

const words = ['I ', 'waited ', 'three ', 'days.'].map((text, at) => ({
  text,
  start_ms: 10_000 + at * 1000,
  end_ms: 10_800 + at * 1000,
}))
const item = {
  quote: 'I waited three days.',
  core_start_ms: 10_000,
  core_end_ms: 14_000,
  trim_start_ms: 0,
  trim_end_ms: 0,
  pad_before_ms: 0,
  pad_after_ms: 0,
  words,
} as unknown as ReelItem
const shorter = { ...item, core_start_ms: 11_000, trim_start_ms: 1000 }

describe('trimming', () => {
  it('begins and ends at words', () => {
    expect(byWord(item, 'start', 1)).toEqual({ start_ms: 11_000, end_ms: 14_000 })
    expect(byWord(item, 'end', -1)).toEqual({ start_ms: 10_000, end_ms: 12_800 })
    expect(byWord(shorter, 'start', -1).start_ms).toBe(10_000)
  })

  it('stops where there are no more words', () => {
    expect(byWord(item, 'start', -1)).toEqual({ start_ms: 10_000, end_ms: 14_000 })
    expect(byWord({ ...item, words: [] }, 'end', 1)).toEqual({ start_ms: 10_000, end_ms: 14_000 })
  })

  it('always leaves something to hear, and stays near the quote', () => {
    expect(withEdge(item, 'start', 99_000).start_ms).toBe(13_700)
    expect(withEdge(item, 'end', 0).end_ms).toBe(10_300)
    expect(withEdge(item, 'start', -99_000).start_ms).toBe(0)
    expect(withEdge(item, 'end', 99_000).end_ms).toBe(44_000)
  })

  it('knows where the whole quote lies', () => {
    expect(wholeOf(shorter)).toEqual({ start_ms: 10_000, end_ms: 14_000 })
  })

  it('says what to send and shows the words that are left', () => {
    const made = trimTo(item, { start_ms: 11_000, end_ms: 12_900 })
    expect(made).toMatchObject({
      trim_start_ms: 1000,
      trim_end_ms: -1100,
      text: 'waited three',
      length_ms: 1900,
    })
    expect(trimTo(shorter, wholeOf(shorter)).text).toBe(item.quote)
  })

  it('keeps the air around the words, as far as the recording reaches', () => {
    expect(airOf(item, 500, 250)).toMatchObject({ start_ms: 9500, end_ms: 14_250, length_ms: 4750 })
    expect(airOf({ ...item, core_start_ms: 200 }, 500, 0).start_ms).toBe(0)
    const airy = { ...item, pad_before_ms: 500 }
    expect(trimTo(airy, { start_ms: 11_000, end_ms: 14_000 })).toMatchObject({
      start_ms: 10_500,
      core_start_ms: 11_000,
    })
  })

  it('offers words around the quote too', () => {
    const far = { text: 'Far ', start_ms: 60_000, end_ms: 60_500 }
    const near = { text: 'Near ', start_ms: 15_000, end_ms: 15_500 }
    expect(wordsAround({ ...item, words: [...words, near, far] }).map(({ text }) => text)).toContain('Near ')
    expect(wordsAround({ ...item, words: [...words, near, far] })).toHaveLength(5)
    expect(isHeard(near, { start_ms: 0, end_ms: 15_250 })).toBe(false)
  })
})
