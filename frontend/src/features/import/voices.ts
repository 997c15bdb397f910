/** Who speaks in a file, and what a person decides about them before it is saved. Pure. */
import type { Schema } from '@/api/client'

export type Preview = Schema<'PreviewOut'>
export type SpeakerPreview = Schema<'SpeakerPreview'>
export type Participant = Schema<'ParticipantOut'>
export type Role = Schema<'SpeakerIn'>['role']
export type Consent = 'pending' | 'team' | 'company' | 'public'

/** Who a voice is: somebody known, somebody new, or nobody yet. */
export type Who =
  { kind: 'nobody' } | { kind: 'known'; id: string } | { kind: 'new'; pseudonym: string; consent: Consent }

/** One voice of the interview to be. `names` are its names in the file: several, once merged. */
export interface Voice {
  names: (string | null)[]
  label: string
  role: Role
  /** null until somebody decides: whoever bears the name is then suggested. */
  who: Who | null
  /** An earlier name of the file of which this one may be a misspelling. */
  alike?: string | null
  /** Somebody has said who it is, or which part; the same name in other files follows. */
  decided?: boolean
  /** Who it is was taken from another file of this batch. */
  recalled?: boolean
  turns: number
  samples: string[]
}

const plain = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** The participant who bears exactly this name. */
function namesake(name: string, participants: readonly Participant[]): Participant | undefined {
  const wanted = plain(name)
  return participants.find(
    (one) => plain(one.pseudonym) === wanted || plain(one.private?.legal_name ?? '') === wanted,
  )
}

/** Who a voice is as things stand: what was decided, else the participant of that name, else nobody. */
export function whoOf({ who, names, role }: Voice, participants: readonly Participant[]): Who {
  if (role === 'interviewer') return { kind: 'nobody' }
  if (who?.kind === 'known' && !participants.some(({ id }) => id === who.id)) return { kind: 'nobody' }
  if (who) return who
  const known = names.map((name) => (name === null ? undefined : namesake(name, participants))).find(Boolean)
  return known ? { kind: 'known', id: known.id } : { kind: 'nobody' }
}

/** The voices of a file as it names them; `ours` is the name of whoever imports, who asked the questions. */
export function voicesOf(speakers: readonly SpeakerPreview[], unnamed: string, ours = ''): Voice[] {
  const asking = plain(ours)
  return speakers.map((speaker) => ({
    names: [speaker.name],
    label: (speaker.name ?? unnamed).slice(0, 120),
    role: speaker.role ?? (asking && plain(speaker.name ?? '') === asking ? 'interviewer' : 'participant'),
    who: null,
    alike: speaker.alike ?? null,
    turns: speaker.turns,
    samples: speaker.samples,
  }))
}

/** Puts one voice into another: its names, turns and lines follow. */
export function merge(voices: readonly Voice[], from: number, into: number): Voice[] {
  const gone = voices[from]
  if (!gone || from === into) return [...voices]
  return voices
    .map((voice, index) =>
      index === into
        ? {
            ...voice,
            names: [...voice.names, ...gone.names],
            turns: voice.turns + gone.turns,
            samples: [...voice.samples, ...gone.samples].slice(0, 4),
          }
        : voice,
    )
    .filter((_, index) => index !== from)
}

/** Takes a merged name out again, as a voice of its own. */
export function part(
  voices: readonly Voice[],
  index: number,
  name: string | null,
  speakers: readonly SpeakerPreview[],
  unnamed: string,
): Voice[] {
  const voice = voices[index]
  if (!voice || voice.names.length < 2) return [...voices]
  const names = voice.names.filter((one) => one !== name)
  const of = (wanted: (string | null)[]) => speakers.filter((speaker) => wanted.includes(speaker.name))
  const rest = {
    ...voice,
    names,
    turns: of(names).reduce((sum, speaker) => sum + speaker.turns, 0),
    samples: of(names)
      .flatMap((speaker) => speaker.samples)
      .slice(0, 4),
  }
  return [...voices.slice(0, index), rest, ...voicesOf(of([name]), unnamed), ...voices.slice(index + 1)]
}

/** The voice whose name is so alike that it may be a misspelling of this one; -1 when there is none. */
export function alike(voices: readonly Voice[], index: number): number {
  const voice = voices[index]
  const name = voice?.names[0]
  if (name === null || name === undefined) return -1
  const told = voice?.alike
    ? voices.findIndex((other, at) => at !== index && other.names.includes(voice.alike ?? ''))
    : -1
  if (told >= 0) return told
  return voices.findIndex(
    (other, at) => at < index && other.names.some((one) => one !== null && near(plain(one), plain(name))),
  )
}

function near(a: string, b: string): boolean {
  if (a === b) return true
  const digits = (text: string) => text.replace(/\D/g, '')
  return Math.min(a.length, b.length) >= 5 && digits(a) === digits(b) && distance(a, b) <= 1
}

/** How many letters have to change: 0, 1, or 2 for "two or more". */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 1) return 2
  let start = 0
  while (start < a.length && a[start] === b[start]) start += 1
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end])
    end += 1
  return Math.max(a.length, b.length) - start - end > 1 ? 2 : 1
}

/** What was decided about a name, for the other files of the batch. */
export type Memory = ReadonlyMap<string, Pick<Voice, 'who' | 'role'>>

const GENERIC =
  /^(speaker|sprecher(in)?|participant|teilnehmer(in)?|respondent|person|voice|stimme|caller|agent|user|guest)\b|\d/

/** The memory with what was decided about these voices; "Speaker 1" is somebody else in every file. */
export function remember(memory: Memory, voices: readonly Voice[]): Memory {
  const next = new Map(memory)
  for (const { decided, names, who, role } of voices) {
    if (!decided) continue
    for (const name of names) {
      const key = plain(name ?? '')
      if (key && !GENERIC.test(key)) next.set(key, { who, role })
    }
  }
  return next
}

/** The voices with what is remembered of their names; what somebody decided here stays. */
export function recall(voices: readonly Voice[], memory: Memory): Voice[] {
  return voices.map((voice) => {
    if (voice.decided) return voice
    const found = voice.names.map((name) => memory.get(plain(name ?? ''))).find(Boolean)
    const same = found && found.who === voice.who && found.role === voice.role
    return found && !same ? { ...voice, ...found, recalled: true } : voice
  })
}

/** The voices as the server wants them. `known` are the ids of people made earlier in this batch. */
export function speakersIn(
  voices: readonly Voice[],
  participants: readonly Participant[],
  known: ReadonlyMap<string, string>,
): Schema<'SpeakerIn'>[] {
  return voices.map((voice) => ({
    names: voice.names,
    label: voice.label.trim(),
    role: voice.role,
    ...person(whoOf(voice, participants), known),
  }))
}

/** The pseudonyms of everyone these voices introduce. */
export function newcomers(voices: readonly Voice[], participants: readonly Participant[]): string[] {
  return voices.flatMap((voice) => {
    const who = whoOf(voice, participants)
    return who.kind === 'new' ? [who.pseudonym.trim()] : []
  })
}

function person(who: Who, known: ReadonlyMap<string, string>): Partial<Schema<'SpeakerIn'>> {
  if (who.kind === 'known') return { participant_id: who.id }
  if (who.kind === 'nobody') return {}
  const pseudonym = who.pseudonym.trim()
  const id = known.get(pseudonym)
  if (id) return { participant_id: id }
  return {
    participant: {
      pseudonym,
      legal_name: '',
      role: '',
      segment: '',
      region: '',
      consent: consentIn(who.consent),
    },
  }
}

function consentIn(consent: Consent): Schema<'ConsentIn'> | null {
  return consent === 'pending'
    ? null
    : { status: 'granted', scope: consent, media_allowed: true, evidence: '' }
}
