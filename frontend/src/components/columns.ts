/** From peaks to columns. Pure. */

/**
 * So many columns, each as high as its peaks on average, 0 to 1: the loudest of seconds would be about the same
 * everywhere. The loudest column of all is 1, so that a quiet call is as easy to read as a loud one.
 */
export function columnsOf(peaks: Uint8Array, count: number): number[] {
  if (count <= 0 || peaks.length === 0) return []
  const columns = Array.from({ length: count }, (_, column) => {
    const from = Math.floor((column * peaks.length) / count)
    const to = Math.max(from + 1, Math.floor(((column + 1) * peaks.length) / count))
    let sum = 0
    for (let index = from; index < to; index++) sum += peaks[index] ?? 0
    return sum / (to - from)
  })
  const most = Math.max(1, ...columns)
  return columns.map((mean) => mean / most)
}
