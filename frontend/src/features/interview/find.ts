/** Finding words in a transcript, whatever their case and accents. */
import type { Turn } from './data'
import type { Stretch } from './places'

const MARKS = /\p{M}/gu

/** Lower case without accents, letter by letter, so that offsets stay the same. */
export function folded(text: string): string {
  let result = ''
  for (const unit of text) {
    const plain = unit.normalize('NFD').replace(MARKS, '').toLocaleLowerCase()
    result +=
      plain.length === unit.length
        ? plain
        : unit.toLowerCase().length === unit.length
          ? unit.toLowerCase()
          : unit
  }
  return result
}

const cache = new WeakMap<Turn, string>()

function foldedTurn(turn: Turn): string {
  let known = cache.get(turn)
  if (known === undefined) {
    known = folded(turn.text)
    cache.set(turn, known)
  }
  return known
}

/** Every place where the words stand, in the order of the transcript. */
export function findAll(turns: readonly Turn[], words: string): Stretch[] {
  const needle = folded(words.trim())
  if (!needle) return []
  return turns.flatMap((turn) => {
    const text = foldedTurn(turn)
    const found: Stretch[] = []
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length))
      found.push({
        start: { turnId: turn.id, offset: at },
        end: { turnId: turn.id, offset: at + needle.length },
      })
    return found
  })
}
