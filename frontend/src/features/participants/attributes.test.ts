import { describe, expect, it } from 'vitest'
import { attributesOf, linesOf } from './attributes'

describe('the attributes of a participant', () => {
  it('come back as they were when nobody touched them', () => {
    const stored = { seats: 12, tools: ['phone', 'paper'], nights: true, note: 'a: b' }
    expect(attributesOf(linesOf(stored), stored)).toEqual(stored)
  })

  it('become text when someone rewrites them', () => {
    expect(attributesOf('seats: 13', { seats: 12 })).toEqual({ seats: '13' })
  })

  it('may lack a value, and need a name', () => {
    expect(attributesOf('left-handed\n: lost\n\n  plan :  gold ')).toEqual({
      'left-handed': '',
      plan: 'gold',
    })
  })
})
