/** Small pictures of a film: the cues of a WebVTT file, each naming a part of one sheet. Pure but for the fetching. */
import { useQuery } from '@tanstack/react-query'

export interface Tile {
  startMs: number
  endMs: number
  sheet: string
  x: number
  y: number
  width: number
  height: number
}

const CUE =
  /(\d+):(\d+):(\d+)\.(\d+) --> (\d+):(\d+):(\d+)\.(\d+)\s*\n([^\s#]+)#xywh=(\d+),(\d+),(\d+),(\d+)/g

/** Reads the index; `base` is its own address, which the sheet's is relative to. */
export function readTiles(text: string, base: string): Tile[] {
  return Array.from(text.matchAll(CUE), ([, ...parts]) => {
    const n = parts.map(Number)
    const at = (from: number) =>
      ((n[from] ?? 0) * 3600 + (n[from + 1] ?? 0) * 60 + (n[from + 2] ?? 0)) * 1000 + (n[from + 3] ?? 0)
    const [x = 0, y = 0, width = 0, height = 0] = n.slice(9)
    const sheet = base.replace(/[^/]*$/, parts[8] ?? '')
    return { startMs: at(0), endMs: at(4), sheet, x, y, width, height }
  })
}

/** The picture at a time of the recording; the last one also after its end. */
export function tileAt(tiles: readonly Tile[], ms: number): Tile | undefined {
  return tiles.find(({ startMs, endMs }) => ms >= startMs && ms < endMs) ?? tiles.at(-1)
}

async function bytesOf(address: string, signal: AbortSignal): Promise<Response | null> {
  const answer = await fetch(address, { signal })
  return answer.ok ? answer : null
}

const NO_TILES: Tile[] = []

export function useTiles(address: string | null): Tile[] {
  const { data } = useQuery({
    queryKey: ['thumbnails', address],
    enabled: address !== null,
    staleTime: Infinity,
    retry: false,
    queryFn: async ({ signal }) =>
      readTiles((await (await bytesOf(address ?? '', signal))?.text()) ?? '', address ?? ''),
  })
  return data ?? NO_TILES
}

/** The waveform of the transcript's part of a recording: a byte for each 10 ms. */
export function usePeaks(address: string | null, startsAtMs: number): Uint8Array | undefined {
  const { data } = useQuery({
    queryKey: ['peaks', address],
    enabled: address !== null,
    staleTime: Infinity,
    retry: false,
    structuralSharing: false,
    queryFn: async ({ signal }) => {
      const answer = await bytesOf(address ?? '', signal)
      return answer ? new Uint8Array(await answer.arrayBuffer()) : null
    },
  })
  return data?.subarray(Math.floor(startsAtMs / 10)) ?? undefined
}
