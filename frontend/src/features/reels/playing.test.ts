import { describe, expect, it } from 'vitest'
import type { Reel, ReelItem } from './api'
import { newClip } from './draft'
import { playableItems } from './playing'

const clip = (id: string, values: Partial<ReelItem> = {}): ReelItem => ({
  ...newClip({ highlightId: `highlight of ${id}`, quote: id, speaker: 'Rosa' }),
  id,
  ...values,
})
const reel = (...items: ReelItem[]) => ({ items, transition: 'cut' as const }) satisfies Partial<Reel>

describe('what plays', () => {
  it('is as much softer as the server says, so that voices are alike loud', () => {
    const [first] = playableItems(reel(clip('a', { gain_db: -4.5 })), () => '')
    expect(first?.gain_db).toBe(-4.5)
  })

  it('draws a voice without a picture as loud as it is', () => {
    const voices = new Map([['a', [0.2, 1]]])
    const [voice, film] = playableItems(reel(clip('a'), clip('b')), () => '', voices)
    expect(voice?.peaks).toEqual([0.2, 1])
    expect(film?.peaks).toBeUndefined()
  })
})
