import { describe, expect, it } from 'vitest'
import { NEW, guessed, keyOf, speakersIn } from './mapping'

const GUESSES = [
  { name: 'Rosa', speaker_id: 's1', why: 'same_name' as const },
  { name: 'Roza', speaker_id: 's1', why: 'similar_name' as const },
  { name: 'Ida', speaker_id: null, why: null },
  { name: null, speaker_id: null, why: null },
]

describe('who is who in a corrected file', () => {
  it('begins with what was guessed', () => {
    expect(guessed(GUESSES)).toEqual({ '"Rosa"': 's1', '"Roza"': 's1', '"Ida"': NEW, null: NEW })
  })

  it('is sent with the names of one voice together', () => {
    const mapping = { ...guessed(GUESSES), [keyOf(null)]: 's2' }
    expect(speakersIn(mapping, GUESSES, 'Unnamed')).toEqual([
      { names: ['Rosa', 'Roza'], speaker_id: 's1', role: 'participant' },
      { names: [null], speaker_id: 's2', role: 'participant' },
      { names: ['Ida'], label: 'Ida', role: 'participant' },
    ])
    expect(speakersIn(guessed(GUESSES), GUESSES, 'Unnamed').at(-1)).toMatchObject({ label: 'Unnamed' })
  })
})
