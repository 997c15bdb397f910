/** Where two short texts differ, word by word, so that a person sees at once what was changed. Pure. */

export interface Piece {
  text: string
  changed: boolean
}

const MOST = 400

/** Both texts in pieces: what the other does not have is marked. */
export function differ(before: string, after: string): [Piece[], Piece[]] {
  const [old, fresh] = [words(before), words(after)]
  if (old.length > MOST || fresh.length > MOST) return [[piece(before)], [piece(after)]]
  const kept = common(old, fresh)
  return [pieces(old, kept.old), pieces(fresh, kept.fresh)]
}

const piece = (text: string): Piece => ({ text, changed: false })
const words = (text: string): string[] => text.match(/\s+|[^\s]+/gu) ?? []

/** The longest run of words both have, as the places of them in each. */
function common(old: string[], fresh: string[]): { old: Set<number>; fresh: Set<number> } {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint16Array(fresh.length + 1))
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const row = lengths[i]
      if (row) row[j] = old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  const found = { old: new Set<number>(), fresh: new Set<number>() }
  let [i, j] = [0, 0]
  while (i < old.length && j < fresh.length) {
    if (old[i] === fresh[j]) {
      found.old.add(i)
      found.fresh.add(j)
      i += 1
      j += 1
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1
    else j += 1
  }
  return found
}

function pieces(all: string[], kept: ReadonlySet<number>): Piece[] {
  const found: Piece[] = []
  all.forEach((text, at) => {
    const changed = !kept.has(at)
    const last = found.at(-1)
    if (last?.changed === changed) last.text += text
    else found.push({ text, changed })
  })
  return found
}
