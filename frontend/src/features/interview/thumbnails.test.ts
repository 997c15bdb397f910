import { describe, expect, it } from 'vitest'
import { readTiles, tileAt } from './thumbnails'

const INDEX = `WEBVTT

00:00:00.000 --> 00:00:02.000
sprite#xywh=0,0,160,90

01:00:02.000 --> 01:00:04.500
sprite#xywh=160,90,160,90
`

describe('the index of small pictures', () => {
  const tiles = readTiles(INDEX, '/api/recordings/r1/sprite.vtt')

  it('is read cue by cue, the sheet beside it', () => {
    expect(tiles).toHaveLength(2)
    expect(tiles[1]).toEqual({
      startMs: 3_602_000,
      endMs: 3_604_500,
      sheet: '/api/recordings/r1/sprite',
      x: 160,
      y: 90,
      width: 160,
      height: 90,
    })
  })

  it('has a picture for every time, the last one to the end', () => {
    expect(tileAt(tiles, 1_999)).toBe(tiles[0])
    expect(tileAt(tiles, 9_999_999)).toBe(tiles[1])
    expect(tileAt([], 0)).toBeUndefined()
  })
})
