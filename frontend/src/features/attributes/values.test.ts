import { describe, expect, it } from 'vitest'
import { moved, renamedOf } from './options'
import { numberOf } from './values'

describe('a number field', () => {
  it('reads points and commas, nothing as nothing, and leaves what is no number to be pointed at', () => {
    expect(['12', '1,5', ' -3.25 ', '', 'about 40'].map(numberOf)).toEqual([12, 1.5, -3.25, null, 'about 40'])
  })
})

describe('the choices of an attribute', () => {
  it('tell which were renamed, without those that are new or gone', () => {
    const choices = [
      { was: 'paper', now: 'notebook' },
      { was: 'phone', now: 'phone' },
      { was: null, now: 'tablet' },
    ]
    expect(renamedOf(choices)).toEqual({ paper: 'notebook' })
  })

  it('stay where they are at the ends of the list', () => {
    expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
    expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
  })
})
