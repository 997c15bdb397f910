import { describe, expect, it } from 'vitest'
import { excerptOf } from './excerpt'
import { marksOf, wordAt } from './show'

describe('an excerpt', () => {
  const long = `${'before '.repeat(60)}here it is ${'after '.repeat(60)}`.trim()
  const at = long.indexOf('here')

  it('leaves short words whole', () => expect(excerptOf('short', [[0, 5]]).cut).toBe(false))

  it('shows what was found, with its mark in place', () => {
    const { text, marks, cut } = excerptOf(long, [[at, at + 4]], [at - 14, at + 10])
    expect(cut).toBe(true)
    expect(text.startsWith('… ')).toBe(true)
    expect(text.endsWith(' …')).toBe(true)
    expect(marks.map(([start, end]) => text.slice(start, end))).toEqual(['here'])
  })

  it('begins at the beginning when nothing was found in it', () => {
    expect(excerptOf(long, []).text.startsWith('before before')).toBe(true)
  })

  it('is never much shorter than it may be at the end of the words', () => {
    expect(excerptOf(long, [], [long.length - 5, long.length]).text.length).toBeGreaterThan(300)
  })
})

describe('the word that is heard', () => {
  const words = [
    { start: 0, end: 2, start_ms: 100, end_ms: 200 },
    { start: 3, end: 5, start_ms: 400, end_ms: 500 },
  ]

  it('is the last one that began', () => {
    expect(wordAt(words, 50)).toBeUndefined()
    expect(wordAt(words, 300)?.start).toBe(0)
    expect(wordAt(words, 450)?.start).toBe(3)
  })

  it('is marked right beyond an emoji', () => {
    const text = '🙁 me'
    expect(marksOf(text, [{ start: 2, end: 4 }]).map(([start, end]) => text.slice(start, end))).toEqual([
      'me',
    ])
  })
})
