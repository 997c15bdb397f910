/** Many voices rather than one that said much: of each person one quote, then of each a second, and so on. */
import type { Schema } from '@/api/client'

type Quote = Pick<Schema<'QuoteOut'>, 'id' | 'speakers' | 'recording'>

/** The first of them by rounds, and in each round first what can be played; else they stay in their order. */
export function spread<Q extends Quote>(quotes: readonly Q[], most: number): Q[] {
  const byPerson = new Map<string, Q[]>()
  for (const quote of quotes) {
    const person = personOf(quote)
    byPerson.set(person, [...(byPerson.get(person) ?? []), quote])
  }
  const voices = [...byPerson.values()].map(playableFirst)
  const rounds = Math.max(0, ...voices.map(({ length }) => length))
  return Array.from({ length: rounds }, (_, round) =>
    playableFirst(voices.flatMap((voice) => voice[round] ?? [])),
  )
    .flat()
    .slice(0, most)
}

function personOf({ speakers, id }: Quote): string {
  const heard = speakers.find(({ participant_id }) => participant_id !== null)
  return heard?.participant_id ?? id
}

function playableFirst<Q extends Quote>(quotes: readonly Q[]): Q[] {
  return [...quotes].sort((one, other) => Number(other.recording !== null) - Number(one.recording !== null))
}
