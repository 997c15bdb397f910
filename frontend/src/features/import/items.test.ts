import { describe, expect, it } from 'vitest'
import { type Item, add, change, lacking, mayBeSaved, understood } from './items'
import { createPace } from './upload'
import { type Preview, voicesOf } from './voices'

const file = (name: string) => new File(['x'], name)
const only = (items: Item[]): Item => {
  const [item] = items
  if (!item || items.length > 1) throw new Error('not one item')
  return item
}
const PREVIEW = {
  title: 'Rosa at work',
  language: 'de',
  preamble: 'By phone',
  turns_total: 2,
  speakers: [{ name: 'Rosa', turns: 2, samples: [], role: null }],
} as unknown as Preview

describe('taking files in', () => {
  it('opens the first when it is the only one', () => {
    expect(only(add([], [file('a.vtt')], 'en')).opened).toBe(true)
    expect(add([], [file('a.vtt'), file('b.vtt')], 'en').some(({ opened }) => opened)).toBe(false)
  })

  it('puts a recording that comes later with the transcript of its name', () => {
    const items = add(add([], [file('a.vtt')], 'en'), [file('a.mp3'), file('b.vtt')], 'en')
    expect(items.map(({ transcript, recording }) => [transcript?.name, recording?.name])).toEqual([
      ['a.vtt', 'a.mp3'],
      ['b.vtt', undefined],
    ])
  })

  it('puts a transcript that comes later with its recording', () => {
    const items = add(add([], [file('a.mp3')], 'en'), [file('a.vtt')], 'en')
    expect(only(items).recording?.name).toBe('a.mp3')
    expect(only(items).transcript?.name).toBe('a.vtt')
    expect(only(items).stage).toBe('reading')
  })

  it('leaves what is being saved alone', () => {
    const saved = change(add([], [file('a.vtt')], 'en'), only(add([], [file('a.vtt')], 'en')).id, {})
    const busy = saved.map((item): Item => ({ ...item, stage: 'saved' }))
    expect(add(busy, [file('a.mp3')], 'en')).toHaveLength(2)
  })
})

describe('what was understood', () => {
  const item = only(add([], [file('2026-03-12 rosa.vtt')], 'en'))
  const ready = { ...item, ...understood(item, PREVIEW, voicesOf(PREVIEW.speakers, '')) }

  it('fills in what nobody has written yet', () => {
    expect(ready.details).toMatchObject({
      title: 'Rosa at work',
      language: 'de',
      heldOn: '2026-03-12',
      summary: 'By phone',
    })
    expect(mayBeSaved(ready)).toBe(true)
  })

  it('keeps what was decided when the file is read again', () => {
    const voices = ready.voices.map((voice) => ({ ...voice, label: 'R.' }))
    const edited = { ...ready, voices, details: { ...ready.details, title: 'Mine' } }
    const again = { ...edited, ...understood(edited, PREVIEW, voicesOf(PREVIEW.speakers, '')) }
    expect([again.details.title, again.voices[0]?.label]).toEqual(['Mine', 'R.'])
  })

  it('asks for voices anew when they are others', () => {
    const others = voicesOf([{ name: 'Розa', turns: 1, samples: [], role: null }], '')
    const again = understood(
      ready,
      { ...PREVIEW, speakers: [{ name: 'Роза', turns: 1, samples: [], role: null }] },
      others,
    )
    expect(again.voices).toBe(others)
  })

  it('is not saved while something is missing', () => {
    expect(lacking({ ...ready, details: { ...ready.details, title: ' ' } })).toBe('title')
    expect(lacking({ ...ready, preview: { ...PREVIEW, turns_total: 0 } })).toBe('words')
    expect(lacking({ ...ready, voices: ready.voices.map((voice) => ({ ...voice, label: '' })) })).toBe(
      'label',
    )
    const unnamed = ready.voices.map((voice) => ({
      ...voice,
      who: { kind: 'new', pseudonym: ' ', consent: 'pending' } as const,
    }))
    expect(lacking({ ...ready, voices: unnamed })).toBe('pseudonym')
  })
})

describe('the pace of an upload', () => {
  it('is known after a moment and follows the last seconds', () => {
    const pace = createPace()
    expect(pace(0, 0)).toBeNull()
    expect(pace(1_000, 100)).toBeNull()
    expect(pace(10_000, 1_000)).toBe(10_000)
    for (let second = 2; second <= 20; second += 1) pace(10_000 + second, second * 1_000)
    expect(pace(10_021, 21_000)).toBeLessThan(2)
  })
})
