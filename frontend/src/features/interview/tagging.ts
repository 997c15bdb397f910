/** Which tags to offer for what is typed. */
import type { Highlight, Tag } from './data'
import { folded } from './find'

interface TagChoice {
  tag: Tag
  /** The names above it, e.g. "Journey / Noticing". */
  above: string
}

const MOST = 7

/** The names above each tag. */
export function pathsOf(tags: readonly Tag[]): Map<string, string> {
  const paths = new Map<string, string>()
  for (const tag of tags) {
    const parent = tags.find((one) => one.id === tag.parent_id)
    const above = parent ? [paths.get(parent.id), parent.name].filter(Boolean).join(' / ') : ''
    paths.set(tag.id, above)
  }
  return paths
}

/** Tags in the order in which they were last used here. */
export function recentOf(highlights: readonly Highlight[]): string[] {
  return [...new Set(highlights.toReversed().flatMap((one) => one.tag_ids))]
}

function rank(tag: Tag, words: string): number {
  const name = folded(tag.name)
  if (name === words) return 0
  if (name.startsWith(words)) return 1
  if (name.split(/[\s-]+/).some((part) => part.startsWith(words))) return 2
  if (name.includes(words)) return 3
  if (tag.synonyms.some((one) => folded(one).includes(words))) return 4
  return Infinity
}

/** What to offer: the best matches; with nothing typed, what was used here last, then the top of the codebook. */
export function choicesOf(
  tags: readonly Tag[],
  typed: string,
  chosen: readonly string[],
  recent: readonly string[],
): TagChoice[] {
  const words = folded(typed.trim())
  const paths = pathsOf(tags)
  const used = (tag: Tag) => {
    const at = recent.indexOf(tag.id)
    return at < 0 ? recent.length : at
  }
  return tags
    .filter((tag) => !chosen.includes(tag.id))
    .map((tag) => ({ tag, rank: words ? rank(tag, words) : 0 }))
    .filter((one) => one.rank < Infinity)
    .sort((a, b) => a.rank - b.rank || used(a.tag) - used(b.tag))
    .slice(0, MOST)
    .map(({ tag }) => ({ tag, above: paths.get(tag.id) ?? '' }))
}

/** The tag of exactly that name, if there is one. */
export function namedExactly(tags: readonly Tag[], typed: string): Tag | undefined {
  const words = folded(typed.trim())
  return tags.find((tag) => folded(tag.name) === words)
}
