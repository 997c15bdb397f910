import { describe, expect, it } from 'vitest'
import { nextRate, RATES, slideTo } from './bar'
import {
  bars,
  chapterAt,
  clock,
  cueAt,
  lengthOf,
  levelAt,
  mediaOf,
  nextClip,
  peopleIn,
  placeAt,
  startOf,
  volumeAt,
} from './items'
import { item } from './samples'
import { wordsFor } from './text'

const reel = [
  item('a', { kind: 'card', length_ms: 500, name: '' }),
  item('b'),
  item('c', { length_ms: 2000, name: 'Len' }),
]

describe('the time of a reel', () => {
  it('is the sum of its items', () => {
    expect(lengthOf(reel)).toBe(3500)
    expect(reel.map((_, index) => startOf(reel, index))).toEqual([0, 500, 1500])
  })

  it.each([
    [-5, { index: 0, within_ms: 0 }],
    [499, { index: 0, within_ms: 499 }],
    [500, { index: 1, within_ms: 0 }],
    [3499, { index: 2, within_ms: 1999 }],
    [9999, { index: 2, within_ms: 2000 }],
  ])('at %i ms', (ms, place) => {
    expect(placeAt(reel, ms)).toEqual(place)
  })

  it('leads back from every place to its time', () => {
    for (let ms = 0; ms < 3500; ms += 37) {
      const place = placeAt(reel, ms)
      expect(startOf(reel, place.index) + place.within_ms).toBe(ms)
    }
  })

  it('is nothing when there is nothing', () => {
    expect(placeAt([], 10)).toEqual({ index: 0, within_ms: 0 })
    expect(lengthOf([])).toBe(0)
  })

  it('is written in minutes', () => {
    expect([0, 61_500, 3_725_000].map(clock)).toEqual(['0:00', '1:01', '62:05'])
  })
})

describe('items', () => {
  it('know the next clip to load ahead', () => {
    expect(nextClip(reel, -1)?.id).toBe('b')
    expect(nextClip(reel, 2)).toBeUndefined()
  })

  it('count people, not clips', () => {
    expect(peopleIn([...reel, item('d')])).toBe(2)
  })

  it('are the same media under a new signature, and another once trimmed', () => {
    const one = item('a', { url: '/clips/a?v=1.2&exp=5&sig=x' })
    expect(mediaOf({ ...one, url: '/clips/a?v=1.2&exp=9&sig=y' })).toBe(mediaOf(one))
    expect(mediaOf({ ...one, url: '/clips/a?v=1.3&exp=5&sig=x' })).not.toBe(mediaOf(one))
    expect(mediaOf({ ...one, from_ms: 10 })).not.toBe(mediaOf(one))
  })

  it('show a caption while it is said and a breath longer', () => {
    const cues = [
      { start_ms: 0, end_ms: 400, text: 'One', name: '' },
      { start_ms: 1500, end_ms: 2000, text: 'Two', name: '' },
    ]
    const said = (ms: number) => cueAt(item('a', { cues }), ms)?.text
    expect([0, 399, 700, 900, 1500, 2300, 2400].map(said)).toEqual([
      'One',
      'One',
      'One',
      undefined,
      'Two',
      'Two',
      undefined,
    ])
  })

  it('draw the same voice the same way', () => {
    const [a, b] = [item('a'), item('b')]
    expect(bars(a, 40)).toEqual(bars(a, 40))
    expect(bars(a, 40)).not.toEqual(bars(b, 40))
    expect(bars(a, 40).every((height) => height > 0 && height <= 1)).toBe(true)
  })
})

describe('the controls', () => {
  it('go round through the speeds', () => {
    let rate = 1
    const heard = RATES.map(() => (rate = nextRate(rate)))
    expect(heard.at(-1)).toBe(1)
    expect(new Set(heard).size).toBe(RATES.length)
    expect(nextRate(42)).toBe(1)
  })

  it.each([
    ['Home', 0],
    ['End', 1500],
    ['PageUp', 0],
    ['PageDown', 1500],
    ['x', null],
  ])('the key %s leads to %s', (key, ms) => {
    expect(slideTo(key, 700, reel)).toBe(ms)
  })

  it('speak the first language that is known', () => {
    expect(wordsFor(['fr-FR', 'de-AT', 'en']).words.play).toBe('Abspielen')
    expect(wordsFor(['fr'])).toMatchObject({ language: 'en' })
  })
})

describe('a clip that comes and goes', () => {
  const fading = item('a', { length_ms: 4000, fade_in_ms: 1000, fade_out_ms: 2000 })

  it('is there by degrees', () => {
    expect([0, 500, 1500, 3000, 4000].map((at) => levelAt(fading, at))).toEqual([0, 0.5, 1, 0.5, 0])
    expect(levelAt(item('b'), 0)).toBe(1)
  })

  it('is played softer where it was recorded louder, and never louder than it was', () => {
    expect(volumeAt(item('a', { gain_db: -20 }), 0)).toBeCloseTo(0.1)
    expect(volumeAt(item('a', { gain_db: 6 }), 0)).toBe(1)
    expect(volumeAt({ ...fading, gain_db: -20 }, 500)).toBeCloseTo(0.05)
  })
})

describe('a drawing of a voice', () => {
  it('is as loud as the voice', () => {
    const drawn = bars(item('a', { peaks: [0, 0, 0.5, 0.5, 0.1, 0.1] }), 3)
    expect(drawn).toEqual([0.04, 1, 0.2])
  })
})

describe('chapters', () => {
  it('begin at the cards that open one', () => {
    const items = [item('a'), item('one', { kind: 'card', section: true }), item('b')]
    expect([0, 1, 2].map((at) => chapterAt(items, at)?.id)).toEqual([undefined, 'one', 'one'])
  })
})
