import { describe, expect, it } from 'vitest'
import { outsizedIn } from './balance'

const speaking = (...clips: number[]) =>
  clips.map((count, index) => ({ person_id: String(index), name: `P${index}`, clips: count }))

describe('one voice that stands for many', () => {
  it.each([
    [[4, 1], 5, true],
    [[4, 4], 8, false],
    [[4, 2, 2], 8, false],
    [[4, 1, 1], 6, true],
    [[4, 2, 1, 1], 8, true],
    [[4, 2, 2, 2, 1, 1], 12, true],
    [[3, 1], 4, false],
    [[6], 6, false],
  ])('of %j clips out of %i: %s', (clips, of, expected) => {
    expect(outsizedIn(speaking(...clips), of) !== undefined).toBe(expected)
  })
})
