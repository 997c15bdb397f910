import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { $api, type Schema, api } from '@/api/client'
import { paged } from '@/api/pages'

export type Reel = Schema<'ReelOut'>
export type ReelCard = Schema<'ReelCard'>
export type ReelItem = Schema<'ItemOut'>
export type Version = Schema<'VersionOut'>
export type Suggestion = Schema<'SuggestionOut'>
export type Unsaved = Schema<'UnsavedOut'>

const LIST = '/api/reels'
const ONE = '/api/reels/{reel_id}'
const VERSIONS = '/api/reels/{reel_id}/versions'

const path = (reelId: string) => ({ params: { path: { reel_id: reelId } } })
export const keyOf = (reelId: string) => $api.queryOptions('get', ONE, path(reelId)).queryKey

export function useReels(mine: boolean) {
  return $api.useInfiniteQuery('get', LIST, { params: { query: { limit: 48, mine } } }, paged)
}

export function useReel(reelId: string) {
  return $api.useQuery('get', ONE, path(reelId))
}

/** After something changed: the reel is shown at once, lists and reach are asked for anew. */
export function useKeep() {
  const queries = useQueryClient()
  return useCallback(
    (reel: Reel) => {
      queries.setQueryData(keyOf(reel.id), reel)
      void queries.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[1] === LIST || String(queryKey[1]).endsWith('/reach'),
      })
      return reel
    },
    [queries],
  )
}

export function useReelDeeds() {
  const keep = useKeep()
  const queries = useQueryClient()
  const duplicate = async (reelId: string, title: string) => {
    const params = { path: { reel_id: reelId }, query: { title } }
    return keep((await api.POST('/api/reels/{reel_id}/duplicate', { params })).data as Reel)
  }
  const remove = async (reelId: string) => {
    await api.DELETE(ONE, path(reelId))
    await queries.invalidateQueries({ queryKey: ['get', LIST] })
  }
  const restore = async (reelId: string) =>
    keep((await api.POST('/api/reels/{reel_id}/restore', path(reelId))).data as Reel)
  return { duplicate, remove, restore }
}

/** What the reel was, newest first. */
export function useVersions(reelId: string, enabled: boolean) {
  return $api.useQuery('get', VERSIONS, path(reelId), { enabled, staleTime: 0 })
}

export function useVersionDeeds(reelId: string) {
  const queries = useQueryClient()
  const renew = () => queries.invalidateQueries({ queryKey: ['get', VERSIONS, path(reelId)] })
  const name = async (text: string) => {
    await api.POST(VERSIONS, { ...path(reelId), body: { name: text } })
    await renew()
  }
  const restore = async (versionId: string, version: number) => {
    const params = { path: { reel_id: reelId, version_id: versionId }, query: { version } }
    const made = (await api.POST('/api/reels/{reel_id}/versions/{version_id}/restore', { params }))
      .data as Reel
    await renew()
    return made
  }
  return { name, restore }
}

export function useOpposing(reelId: string, enabled: boolean) {
  return $api.useQuery('get', '/api/reels/{reel_id}/opposing', path(reelId), { enabled, staleTime: 0 })
}

/** Puts a quote of search at the end; an untagged turn becomes a highlight of the whole turn. */
export function useAddQuote(reelId: string) {
  return async (quoteId: string) => {
    const body = { quote_ids: [quoteId], highlight_ids: [], items: [] }
    return (await api.POST('/api/reels/{reel_id}/items', { ...path(reelId), body })).data as Reel
  }
}
