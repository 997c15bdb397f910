import { describe, expect, it } from 'vitest'
import { piecesOf, spansFromCodePoints } from './spans'

describe('marks in a text', () => {
  it('cut the text and lose nothing of it', () => {
    const text = 'the bill came twice'
    const pieces = piecesOf(text, [
      [4, 8],
      [14, 19],
    ])
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    expect(pieces.filter((piece) => piece.marked).map((piece) => piece.text)).toEqual(['bill', 'twice'])
  })

  it('become one where they overlap or touch', () => {
    const marked = piecesOf('abcdef', [
      [2, 4],
      [0, 2],
      [3, 5],
    ]).filter((piece) => piece.marked)
    expect(marked.map((piece) => piece.text)).toEqual(['abcde'])
  })

  it('that are empty or outside of the text fall away', () => {
    expect(
      piecesOf('ab', [
        [1, 1],
        [5, 9],
      ]),
    ).toEqual([{ text: 'ab', marked: false, start: 0 }])
  })

  it('count code points on the server and UTF-16 units here', () => {
    const text = '😀 gut, 👍🏽 danke'
    const [span] = spansFromCodePoints(text, [[10, 15]])
    expect(text.slice(...(span as [number, number]))).toBe('danke')
    const [word] = spansFromCodePoints(text, [[2, 5]])
    expect(text.slice(...(word as [number, number]))).toBe('gut')
  })
})
