/** Whether searches go by meaning too, and how much: what the address says, else what this device remembers. */
import { useSyncExternalStore } from 'react'
import { $api } from '@/api/client'
import type { SearchParams } from './params'

const STORED = 'firsthand.meaning'
/** Half and half answers best where it was measured. */
const USUAL = 0.5
const LOOK_AGAIN_MS = 3000

export interface Meaning {
  available: boolean
  /** How many quotes it knows, of how many. */
  known: number
  wanted: number
  pending: boolean
}

/** What the server says; while it still learns, it is asked again and again. */
export function useMeaning(): Meaning {
  const told = $api.useQuery(
    'get',
    '/api/search/meaning',
    {},
    {
      staleTime: 60_000,
      retry: false,
      refetchInterval: ({ state: { data } }) =>
        data?.available && data.known < data.wanted ? LOOK_AGAIN_MS : false,
    },
  )
  const { available = false, known = 0, wanted = 0 } = told.data ?? {}
  return { available, known, wanted, pending: told.isPending }
}

/** The search with the ratio in force: none where meaning has no part. */
export function useInForce(params: SearchParams, available: boolean): SearchParams {
  const remembered = useSyncExternalStore(listen, rememberedRatio)
  const { ratio, ...others } = params
  return available && params.q ? { ...others, ratio: ratio ?? remembered } : others
}

/** How much of it is known, as whole per cent that never say 100 too early. */
export function percentKnown({ known, wanted }: Pick<Meaning, 'known' | 'wanted'>): number {
  return wanted === 0 ? 100 : Math.floor((known / wanted) * 100)
}

let kept: number | null = null
const listeners = new Set<() => void>()

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function rememberedRatio(): number {
  kept ??= read()
  return kept
}

export function rememberRatio(ratio: number): void {
  kept = ratio
  try {
    localStorage.setItem(STORED, String(ratio))
  } catch {
    // Remembered for now.
  }
  listeners.forEach((listener) => listener())
}

function read(): number {
  try {
    const stored = localStorage.getItem(STORED)
    const ratio = stored === null ? NaN : Number(stored)
    return ratio >= 0 && ratio <= 1 ? ratio : USUAL
  } catch {
    return USUAL
  }
}
