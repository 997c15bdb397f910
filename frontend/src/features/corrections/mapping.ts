/** Which voice of an interview each name of a corrected file is. Pure. */
import type { Schema } from '@/api/client'

export const NEW = 'new'
/** Speaker ids, or NEW, by the key of the name. */
export type Mapping = Record<string, string>
type Guess = Schema<'SpeakerGuess'>

export const keyOf = (name: string | null) => JSON.stringify(name)

/** What is suggested at first: whoever was guessed, also by a likeness, since a person looks at it here. */
export function guessed(guesses: readonly Guess[]): Mapping {
  return Object.fromEntries(guesses.map(({ name, speaker_id }) => [keyOf(name), speaker_id ?? NEW]))
}

/** The mapping as the server wants it: the names of one voice together, each new name a voice of its own. */
export function speakersIn(
  mapping: Mapping,
  guesses: readonly Guess[],
  unnamed: string,
): Schema<'CorrectedSpeaker'>[] {
  const known = new Map<string, Schema<'CorrectedSpeaker'>>()
  const fresh: Schema<'CorrectedSpeaker'>[] = []
  for (const { name } of guesses) {
    const speakerId = mapping[keyOf(name)] ?? NEW
    if (speakerId === NEW)
      fresh.push({ names: [name], label: (name ?? unnamed).slice(0, 120), role: 'participant' })
    else {
      const one = known.get(speakerId) ?? { names: [], speaker_id: speakerId, role: 'participant' }
      known.set(speakerId, { ...one, names: [...one.names, name] })
    }
  }
  return [...known.values(), ...fresh]
}
