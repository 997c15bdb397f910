/** Who speaks, as the page shows them. */
import { hueOf } from '@/components/Avatar'
import type { Interview, Turn } from './data'

export interface Voice {
  id: string
  name: string
  role: 'participant' | 'interviewer'
  hue: number
}

export const NOBODY: Voice = { id: '', name: '', role: 'participant', hue: 0 }

export function voicesOf(interview: Interview): Map<string, Voice> {
  return new Map(
    interview.speakers.map(({ id, name, role }) => [id, { id, name, role, hue: hueOf(name) }] as const),
  )
}

/** A run of turns that are not shown, for one reason. */
export interface Silence {
  kind: 'silence'
  key: string
  speakerId: string | null
  reason: NonNullable<Turn['withheld']>
  count: number
}

export interface Spoken {
  kind: 'turn'
  turn: Turn
  named: boolean
}

export type Entry = Silence | Spoken

/** Turns and silences in order: neighbouring turns that may not be read become one silence. */
export function entriesOf(turns: readonly Turn[]): Entry[] {
  const entries: Entry[] = []
  let before: string | null | undefined
  for (const turn of turns) {
    const last = entries.at(-1)
    if (!turn.withheld) {
      entries.push({ kind: 'turn', turn, named: before === undefined || before !== turn.speaker_id })
      before = turn.speaker_id
    } else if (last?.kind === 'silence' && last.reason === turn.withheld) {
      last.count += 1
      if (last.speakerId !== turn.speaker_id) last.speakerId = null
    } else {
      const { id, speaker_id, withheld } = turn
      entries.push({ kind: 'silence', key: id, speakerId: speaker_id, reason: withheld, count: 1 })
      before = undefined
    }
  }
  return entries
}
