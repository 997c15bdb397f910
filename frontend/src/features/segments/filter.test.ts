import { describe, expect, it } from 'vitest'
import { isWhole, readFilter, whereOf } from './filter'

describe('a filter of participants', () => {
  it('is read from an address, without what makes no sense', () => {
    const where = [{ field: 'role', operator: 'filled' }, 'x', { operator: 'is' }]
    expect(readFilter({ project: 'p', segment: 3, text: '', where, match: 'any' })).toEqual({
      project: 'p',
      where: [{ field: 'role', operator: 'filled' }],
      match: 'any',
    })
    expect(readFilter({ match: 'none' })).toEqual({})
  })

  it('asks only whole conditions', () => {
    const half = { field: 'attribute:Age', operator: 'at_least', value: '' } as const
    const whole = { field: 'attribute:Age', operator: 'at_least', value: 0 } as const
    expect(isWhole({ field: 'role', operator: 'any_of', value: [] })).toBe(false)
    expect(whereOf({ where: [half] })).toBeUndefined()
    expect(whereOf({ where: [half, whole] })).toBe(JSON.stringify([whole]))
  })
})
