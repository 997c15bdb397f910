import { describe, expect, it } from 'vitest'
import { millisecondsOf } from './times'

describe('a typed position', () => {
  it.each([
    ['63', 63_000],
    ['2:03', 123_000],
    ['1:02:03', 3_723_000],
    [' 0:07,5 ', 7_500],
  ])('%s is %d ms', (typed, ms) => expect(millisecondsOf(typed)).toBe(ms))

  it.each(['', 'soon', '1:', ':30', '1:2:3:4', '-5'])('%s is none', (typed) =>
    expect(millisecondsOf(typed)).toBeNull(),
  )
})
