import { describe, expect, it } from 'vitest'
import { hexOf, sampleParts } from './sample'

describe('the sample of a file', () => {
  it('is its beginning, its middle and its end', () => {
    expect(sampleParts(1_000_001)).toEqual([
      [0, 65_536],
      [467_232, 532_768],
      [934_465, 1_000_001],
    ])
  })

  it('is all of a small file, three times', () => {
    expect(sampleParts(10)).toEqual([
      [0, 10],
      [0, 10],
      [0, 10],
    ])
  })

  it('is written in hex', () => {
    expect(hexOf(new Uint8Array([0, 15, 255]).buffer)).toBe('000fff')
  })
})
