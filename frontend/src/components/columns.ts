/** From peaks to columns. Pure. */

/**
 * So many columns, each as high as the loudest of its peaks, 0 to 1. The loudest column of all is 1: a quiet call
 * is as easy to read as a loud one. A root keeps soft speech visible beside a laugh.
 */
export function columnsOf(peaks: Uint8Array, count: number): number[] {
  if (count <= 0 || peaks.length === 0) return []
  const columns = Array.from({ length: count }, (_, column) => {
    const from = Math.floor((column * peaks.length) / count)
    const to = Math.max(from + 1, Math.floor(((column + 1) * peaks.length) / count))
    let loudest = 0
    for (let index = from; index < to; index++) loudest = Math.max(loudest, peaks[index] ?? 0)
    return loudest
  })
  const most = Math.max(1, ...columns)
  return columns.map((loudest) => Math.sqrt(loudest / most))
}
