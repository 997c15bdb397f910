import { describe, expect, it } from 'vitest'
import type { Reel, ReelItem } from './api'
import { repeatsIn, sharesOf } from './balance'
import {
  changeHead,
  changeItem,
  moveItem,
  newCard,
  newClip,
  newId,
  placeOf,
  putItems,
  removeItems,
  sameItems,
} from './draft'

const clip = (id: string, values: Partial<ReelItem> = {}): ReelItem => ({
  ...newClip({ highlightId: `highlight of ${id}`, quote: id, speaker: 'Rosa' }),
  id,
  ...values,
})
const reel = { title: 'Waiting', items: [clip('a'), clip('b'), clip('c')] } as Reel
const ids = (of: Reel) => of.items.map((item) => item.id)

describe('a draft', () => {
  it('is changed without changing what was', () => {
    expect(ids(moveItem(0, 2)(reel))).toEqual(['b', 'c', 'a'])
    expect(ids(moveItem(2, 0)(reel))).toEqual(['c', 'a', 'b'])
    expect(ids(removeItems(['a', 'c'])(reel))).toEqual(['b'])
    expect(ids(putItems([clip('x')], 1)(reel))).toEqual(['a', 'x', 'b', 'c'])
    expect(changeItem('b', { note: 'Short' })(reel).items[1]?.note).toBe('Short')
    expect(changeHead({ captions: false })(reel).captions).toBe(false)
    expect(ids(reel)).toEqual(['a', 'b', 'c'])
  })

  it('stays the same where nothing can move', () => {
    expect(moveItem(0, 0)(reel)).toBe(reel)
    expect(moveItem(0, 9)(reel)).toBe(reel)
    expect(sameItems(reel, moveItem(1, 1)(reel))).toBe(true)
    expect(sameItems(reel, moveItem(0, 1)(reel))).toBe(false)
  })

  it('says of a hidden clip only that it stays, and everything of the others', () => {
    expect(placeOf(clip('a', { readable: false, highlight_id: null }))).toEqual({ id: 'a' })
    expect(placeOf(clip('a', { trim_start_ms: 5 }))).toMatchObject({
      quote_id: 'highlight of a',
      trim_start_ms: 5,
    })
    expect(placeOf(newCard('section', 'Part'))).toMatchObject({
      kind: 'section',
      title: 'Part',
      duration_ms: 2500,
    })
  })

  it('names new things in the order of time', () => {
    const [first, second] = [newId(1_700_000_000_000), newId(1_700_000_000_001)]
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(first < second).toBe(true)
    expect(newId()).not.toBe(newId())
  })
})

describe('balance', () => {
  it('shows the loudest voices and the others together', () => {
    const speaking = [50, 20, 10, 10, 5, 5].map((spoken_ms, at) => ({
      person_id: String(at),
      name: `P${at}`,
      clips: 1,
      spoken_ms,
    }))
    expect(sharesOf(speaking).map(({ name, share }) => [name, share])).toEqual([
      ['P0', 0.5],
      ['P1', 0.2],
      ['P2', 0.1],
      ['P3', 0.1],
      ['', 0.1],
    ])
    expect(sharesOf(speaking.slice(0, 5)).map(({ name }) => name)).toEqual(['P0', 'P1', 'P2', 'P3', 'P4'])
    expect(sharesOf([])).toEqual([])
  })

  it('suggests to keep the strongest clip of each person, the first of equals', () => {
    const items = [
      clip('weak', { person_id: 'rosa', intensity: 2 }),
      clip('strong', { person_id: 'rosa', intensity: 5 }),
      clip('equal', { person_id: 'rosa', intensity: 5 }),
      clip('alone', { person_id: 'len' }),
      clip('unnamed', { person_id: null }),
      clip('unnamed too', { person_id: null }),
      clip('hidden', { person_id: 'rosa', readable: false }),
    ]
    const [one, ...others] = repeatsIn(items)
    expect(others).toEqual([])
    expect([one?.keep.id, one?.drop.map(({ id }) => id)]).toEqual(['strong', ['weak', 'equal']])
  })
})
