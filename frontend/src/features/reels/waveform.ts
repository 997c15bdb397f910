/** What the drawing of a recording's loudness is made of. Times are the recording's, in ms. */
import { queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import type { ReelItem } from './api'
import type { Ends } from './trimming'

/** The server keeps one byte for every so many ms. */
const PEAK_MS = 10

interface Timed {
  start_ms: number
  end_ms: number
}

/** The peaks of a stretch as bars from 0 to 1; the loudest fills the height. */
export function barsOf(peaks: Uint8Array, count: number): number[] {
  const loudest = Math.max(16, ...peaks)
  return Array.from({ length: count }, (_, at) => {
    const from = Math.floor((at * peaks.length) / count)
    const to = Math.max(from + 1, Math.floor(((at + 1) * peaks.length) / count))
    return Math.max(0, ...peaks.subarray(from, to)) / loudest
  })
}

/** Without peaks: where words are said there is a bar, so that pauses can still be seen. */
export function barsOfWords(words: readonly Timed[], stretch: Ends, count: number): number[] {
  const step = (stretch.end_ms - stretch.start_ms) / count
  return Array.from({ length: count }, (_, at) => {
    const ms = stretch.start_ms + (at + 0.5) * step
    return words.some((word) => word.start_ms <= ms && ms < word.end_ms) ? 0.5 : 0.04
  })
}

/** The peaks of a stretch of a recording; null while there are none, or none for the reader. */
export function usePeaks(recordingId: string | null, stretch: Ends): Uint8Array | null {
  const { data } = useQuery(peaksOf(recordingId, stretch))
  return data ?? null
}

/** The loudness of those items that are heard and not seen, as so many bars each. */
export function useVoices(items: readonly ReelItem[], bars: number): ReadonlyMap<string, number[]> {
  const voices = items.filter((item) => item.media_url && !item.has_video && item.recording_id)
  const found = useQueries({
    queries: voices.map((item) =>
      peaksOf(item.recording_id ?? null, { start_ms: item.start_ms ?? 0, end_ms: item.end_ms ?? 0 }),
    ),
  })
  const heard = voices.flatMap(({ id }, at) => {
    const peaks = found[at]?.data
    return peaks ? [[id, barsOf(peaks, bars)] as const] : []
  })
  return new Map(heard)
}

function peaksOf(recordingId: string | null, stretch: Ends) {
  const [from, to] = [Math.floor(stretch.start_ms / PEAK_MS), Math.ceil(stretch.end_ms / PEAK_MS)]
  return queryOptions({
    queryKey: ['peaks', recordingId, from, to],
    enabled: recordingId !== null && to > from,
    staleTime: Infinity,
    retry: false,
    queryFn: async ({ signal }): Promise<Uint8Array | null> => {
      const headers = { Range: `bytes=${from}-${to - 1}` }
      const answer = await fetch(`/api/recordings/${recordingId}/peaks`, { headers, signal })
      if (!answer.ok) return null
      const bytes = new Uint8Array(await answer.arrayBuffer())
      return answer.status === 206 ? bytes : bytes.subarray(from, to)
    },
  })
}
