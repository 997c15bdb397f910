/** Months such as 2026-03. */

const MOST = 36

/** Every month from the first to the last of these, the latest ones when there are too many to draw. */
export function monthsBetween(months: readonly string[]): string[] {
  const known = [...months].sort()
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last) return []
  const all: string[] = []
  for (let at = numberOf(first); at <= numberOf(last); at++) all.push(nameOf(at))
  return all.slice(-MOST)
}

function numberOf(month: string): number {
  const [year, number] = month.split('-').map(Number)
  return (year ?? 0) * 12 + (number ?? 1) - 1
}

function nameOf(number: number): string {
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`
}
