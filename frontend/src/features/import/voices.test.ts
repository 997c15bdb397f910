import { describe, expect, it } from 'vitest'
import {
  type Participant,
  type SpeakerPreview,
  type Voice,
  alike,
  merge,
  newcomers,
  part,
  speakersIn,
  voicesOf,
  whoOf,
} from './voices'

const speaker = (name: string | null, turns = 1, role: SpeakerPreview['role'] = null): SpeakerPreview => ({
  name,
  turns,
  role,
  samples: [`${name} speaks`],
})
const SPEAKERS = [
  speaker('Anna', 3, 'interviewer'),
  speaker('Rosa Müller', 5),
  speaker('Rosa Muller', 2),
  speaker(null),
]
const VOICES = voicesOf(SPEAKERS, 'Unnamed')
const PEOPLE = [
  { id: 'p1', pseudonym: 'Rosa', private: { legal_name: 'Rosa Müller', contact: '' } },
  { id: 'p2', pseudonym: 'Len', private: null },
] as unknown as Participant[]

const at = (voices: Voice[], index: number): Voice => {
  const voice = voices[index]
  if (!voice) throw new Error(`no voice ${index}`)
  return voice
}

describe('suggestions', () => {
  it('find whoever bears the name, in public or in private', () => {
    expect(whoOf(at(VOICES, 1), PEOPLE)).toEqual({ kind: 'known', id: 'p1' })
    expect(whoOf({ ...at(VOICES, 1), names: ['LEN'] }, PEOPLE)).toEqual({ kind: 'known', id: 'p2' })
  })

  it('give way to what was decided, and forget people of another project', () => {
    expect(whoOf({ ...at(VOICES, 1), who: { kind: 'nobody' } }, PEOPLE)).toEqual({ kind: 'nobody' })
    expect(whoOf({ ...at(VOICES, 1), who: { kind: 'known', id: 'gone' } }, PEOPLE)).toEqual({
      kind: 'nobody',
    })
  })

  it('leave our own people out of it', () => {
    expect(whoOf({ ...at(VOICES, 0), names: ['Rosa'] }, PEOPLE)).toEqual({ kind: 'nobody' })
  })

  it('take whoever imports for the one who asked', () => {
    expect(voicesOf([speaker('Ruth Okafor')], '', 'ruth okafor')[0]?.role).toBe('interviewer')
    expect(voicesOf([speaker(null)], '')[0]?.role).toBe('participant')
  })

  it('point at names that differ by one letter, but not at numbered ones', () => {
    expect(alike(VOICES, 2)).toBe(1)
    expect(alike(VOICES, 1)).toBe(-1)
    expect(alike(VOICES, 3)).toBe(-1)
    expect(alike(voicesOf([speaker('Speaker 1'), speaker('Speaker 2')], ''), 1)).toBe(-1)
    expect(alike(voicesOf([speaker('Annabel'), speaker('Anabel')], ''), 1)).toBe(0)
    expect(alike(voicesOf([speaker('Annabel'), speaker('Anatol')], ''), 1)).toBe(-1)
  })
})

describe('merging', () => {
  it('adds names and turns, and can be taken back', () => {
    const merged = merge(VOICES, 2, 1)
    expect(at(merged, 1).names).toEqual(['Rosa Müller', 'Rosa Muller'])
    expect(at(merged, 1).turns).toBe(7)
    expect(merged).toHaveLength(3)
    expect(part(merged, 1, 'Rosa Muller', SPEAKERS, 'Unnamed')).toEqual(VOICES)
  })

  it('does nothing to a voice and itself', () => {
    expect(merge(VOICES, 1, 1)).toEqual(VOICES)
    expect(part(VOICES, 1, 'Rosa Müller', SPEAKERS, '')).toEqual(VOICES)
  })
})

describe('what the server gets', () => {
  const fresh: Voice = {
    ...at(VOICES, 1),
    who: { kind: 'new', pseudonym: ' Rosa ', consent: 'company' },
  }

  it('names a new participant with the consent that was given', () => {
    const [sent] = speakersIn([fresh], [], new Map())
    expect(sent?.participant).toMatchObject({
      pseudonym: 'Rosa',
      consent: { status: 'granted', scope: 'company' },
    })
    expect(newcomers([fresh, at(VOICES, 0)], [])).toEqual(['Rosa'])
  })

  it('makes nobody twice in one batch', () => {
    const [sent] = speakersIn([fresh], [], new Map([['Rosa', 'p9']]))
    expect(sent).toMatchObject({ participant_id: 'p9' })
    expect(sent?.participant).toBeUndefined()
  })

  it('leaves a pending consent to the server', () => {
    const [sent] = speakersIn(
      [{ ...fresh, who: { kind: 'new', pseudonym: 'R', consent: 'pending' } }],
      [],
      new Map(),
    )
    expect(sent?.participant?.consent).toBeNull()
  })
})
