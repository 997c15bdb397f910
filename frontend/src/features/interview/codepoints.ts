/**
 * The edge between JavaScript's UTF-16 offsets and the API's code points. Most turns hold no surrogate pair;
 * for those both are the same and nothing is counted.
 */

const PAIR = /[\uD800-\uDBFF][\uDC00-\uDFFF]/
const plain = new Map<string, boolean>()
const REMEMBERED = 20_000

function isPlain(text: string): boolean {
  const known = plain.get(text)
  if (known !== undefined) return known
  if (plain.size > REMEMBERED) plain.clear()
  const answer = !PAIR.test(text)
  plain.set(text, answer)
  return answer
}

function startsPair(text: string, at: number): boolean {
  const [high, low] = [text.charCodeAt(at), text.charCodeAt(at + 1)]
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff
}

/** How many code points stand before a UTF-16 offset; an offset inside a pair counts as before it. */
export function toCodePoints(text: string, utf16: number): number {
  const end = Math.max(0, Math.min(utf16, text.length))
  if (isPlain(text)) return end
  let count = 0
  for (let at = 0; at < end; at += startsPair(text, at) ? 2 : 1) {
    if (startsPair(text, at) && at + 2 > end) break
    count += 1
  }
  return count
}

/** The UTF-16 offset that stands after so many code points; past the end it is the end. */
export function toUtf16(text: string, codePoints: number): number {
  if (isPlain(text)) return Math.max(0, Math.min(codePoints, text.length))
  let at = 0
  for (let left = codePoints; left > 0 && at < text.length; left -= 1) at += startsPair(text, at) ? 2 : 1
  return at
}

/** How many code points a text has. */
export function lengthOf(text: string): number {
  return toCodePoints(text, text.length)
}
