/** Words of a text for the keyboard: what the arrow keys step over, in any script. Offsets are UTF-16. */

export interface Stretch {
  start: number
  end: number
}

const known = new Map<string, Intl.Segmenter>()

function segmenter(language: string): Intl.Segmenter {
  let found = known.get(language)
  if (!found) {
    found = new Intl.Segmenter(language, { granularity: 'word' })
    known.set(language, found)
  }
  return found
}

/** The words of a text. A text without any (only emoji, say) is stepped through by its visible signs. */
export function wordsOf(text: string, language = 'en'): Stretch[] {
  const parts = [...segmenter(language).segment(text)].map((part) => ({
    start: part.index,
    end: part.index + part.segment.length,
    isWord: part.isWordLike === true,
    isSpace: part.segment.trim() === '',
  }))
  const words = parts.filter((part) => part.isWord)
  const stretches = words.length > 0 ? words : parts.filter((part) => !part.isSpace)
  return stretches.map(({ start, end }) => ({ start, end }))
}

/** The first word that ends after a place; the last one when none does. */
export function wordAt(words: readonly Stretch[], offset: number): number {
  const found = words.findIndex((word) => word.end > offset)
  return found < 0 ? words.length - 1 : found
}
