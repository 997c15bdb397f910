import { afterEach, describe, expect, it } from 'vitest'
import { percentKnown, rememberRatio, rememberedRatio } from './meaning'
import { readSearchParams, withoutChoices } from './params'

afterEach(() => rememberRatio(0.5))

describe('by words or by meaning', () => {
  it('reads the ratio of an address, and drops what is none', () => {
    expect(readSearchParams({ q: 'wait', ratio: 0.3 })).toEqual({ q: 'wait', ratio: 0.3 })
    expect(readSearchParams({ q: 'wait', ratio: '0.3' })).toEqual({ q: 'wait', ratio: 0.3 })
    expect(readSearchParams({ ratio: 0 })).toEqual({ ratio: 0 })
    for (const ratio of ['much', -1, 2, '', null, ['0.5'], NaN]) {
      expect(readSearchParams({ ratio })).toEqual({})
    }
  })

  it('keeps the ratio when the filters go', () => {
    expect(withoutChoices({ q: 'wait', tag: ['a'], ratio: 1 })).toEqual({ q: 'wait', ratio: 1 })
  })

  it('is remembered on this device', () => {
    expect(rememberedRatio()).toBe(0.5)
    rememberRatio(0.2)
    expect(rememberedRatio()).toBe(0.2)
    expect(localStorage.getItem('firsthand.meaning')).toBe('0.2')
  })

  it('never says that everything is known while something is not', () => {
    expect(percentKnown({ known: 999, wanted: 1000 })).toBe(99)
    expect(percentKnown({ known: 0, wanted: 0 })).toBe(100)
  })
})
