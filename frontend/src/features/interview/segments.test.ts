import { describe, expect, test } from 'vitest'
import { lengthOf, toCodePoints, toUtf16 } from './codepoints'
import { type Mark, layered, segmentsOf } from './segments'
import { wordAt, wordsOf } from './words'

const FAMILY = '👩‍👩‍👧'
const SCRIPTS = ['plain', `a${FAMILY}b`, 'cafe\u0301', 'שלום 🙂 עולם', '导出失败了', '𝔘𝔫', '', '\uD83D alone']

describe('the edge between UTF-16 and code points', () => {
  test.each(SCRIPTS)('every code point offset of %j comes back', (text) => {
    for (let at = 0; at <= lengthOf(text); at += 1) expect(toCodePoints(text, toUtf16(text, at))).toBe(at)
  })

  test.each(SCRIPTS)('%j has as many code points as its iterator says', (text) => {
    expect(lengthOf(text)).toBe([...text].length)
  })

  test('slices by converted offsets are the same text', () => {
    const text = `so ${FAMILY} 🙂 and then`
    const points = [...text]
    for (let at = 0; at <= points.length; at += 1)
      expect(text.slice(0, toUtf16(text, at))).toBe(points.slice(0, at).join(''))
  })

  test('an offset inside a pair counts as before it, and offsets outside of the text as its ends', () => {
    expect(toCodePoints('🙂🙂', 1)).toBe(0)
    expect(toCodePoints('🙂🙂', 3)).toBe(1)
    expect(toCodePoints('🙂', 99)).toBe(1)
    expect(toCodePoints('abc', -1)).toBe(0)
    expect(toUtf16('🙂', 99)).toBe(2)
    expect(toUtf16('abc', 99)).toBe(3)
  })
})

const mark = (id: string, start: number, end: number): Omit<Mark, 'layer'> => ({
  id,
  start,
  end,
  colour: 'slate',
  begins: true,
  ends: true,
})

describe('segments', () => {
  test('a text without marks is one segment', () => {
    expect(segmentsOf(7, [])).toEqual([{ start: 0, end: 7, marks: [] }])
  })

  test('overlapping marks share the middle and cover the whole text without gaps', () => {
    const found = segmentsOf(20, layered([mark('a', 2, 10), mark('b', 6, 14)]))
    expect(found.map(({ start, end, marks }) => [start, end, marks.map((one) => one.id).join()])).toEqual([
      [0, 2, ''],
      [2, 6, 'a'],
      [6, 10, 'a,b'],
      [10, 14, 'b'],
      [14, 20, ''],
    ])
  })

  test('equal and nested marks keep a layer each', () => {
    const found = layered([mark('b', 0, 5), mark('a', 0, 5), mark('c', 1, 2), mark('d', 5, 9)])
    expect(found.map((one) => [one.id, one.layer])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
      ['d', 0],
    ])
  })

  test('marks that cover the same place never share a layer', () => {
    const spans = Array.from({ length: 40 }, (_, n) =>
      mark(`m${n}`, (n * 7) % 23, ((n * 7) % 23) + 1 + (n % 9)),
    )
    for (const { marks } of segmentsOf(40, layered(spans)))
      expect(new Set(marks.map((one) => one.layer)).size).toBe(marks.length)
  })
})

describe('words', () => {
  test('punctuation and spaces are stepped over', () => {
    const text = 'Well, it broke — again.'
    expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'Well',
      'it',
      'broke',
      'again',
    ])
  })

  test('scripts without spaces have words too, and emoji alone are stepped by sign', () => {
    expect(wordsOf('导出又失败了', 'zh').length).toBeGreaterThan(1)
    expect(wordsOf(`${FAMILY} 🙂`)).toHaveLength(2)
  })

  test('a place between words belongs to the next, one after the last to the last', () => {
    const words = wordsOf('one two')
    expect([0, 2, 3, 4, 7, 99].map((at) => wordAt(words, at))).toEqual([0, 0, 1, 1, 1, 1])
  })
})
