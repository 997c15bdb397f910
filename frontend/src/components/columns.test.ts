import { describe, expect, it } from 'vitest'
import { columnsOf } from './columns'

describe('the columns of a waveform', () => {
  it('are their peaks on average, beside the loudest of all', () => {
    expect(columnsOf(new Uint8Array([0, 16, 0, 64, 0, 0]), 3)).toEqual([0.25, 1, 0])
  })

  it('repeat peaks where there are fewer than columns', () => {
    expect(columnsOf(new Uint8Array([100, 25]), 4)).toEqual([1, 1, 0.25, 0.25])
  })

  it('are none without width or sound, and flat in silence', () => {
    expect(columnsOf(new Uint8Array([1]), 0)).toEqual([])
    expect(columnsOf(new Uint8Array(), 3)).toEqual([])
    expect(columnsOf(new Uint8Array(4), 2)).toEqual([0, 0])
  })
})
