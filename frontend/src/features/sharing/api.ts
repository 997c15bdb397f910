import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { $api, type Schema, api } from '@/api/client'
import { paged } from '@/api/pages'

export type Grant = Schema<'GrantOut'>
export type NewGrant = Schema<'NewGrantOut'>
export type Reach = Schema<'Reach'>

/** What is shared: a reel, or a single quote by its highlight. */
export interface Target {
  kind: 'reel' | 'highlight'
  id: string
  title: string
}

const PREPARING_MS = 4000

export function useGrants() {
  return $api.useInfiniteQuery('get', '/api/grants', { params: { query: { limit: 50 } } }, paged)
}

export function useTargetGrants(target: Target) {
  const reel = $api.useQuery(
    'get',
    '/api/reels/{reel_id}/grants',
    { params: { path: { reel_id: target.id } } },
    { enabled: target.kind === 'reel' },
  )
  const quote = $api.useQuery(
    'get',
    '/api/highlights/{highlight_id}/grants',
    { params: { path: { highlight_id: target.id } } },
    { enabled: target.kind === 'highlight' },
  )
  return target.kind === 'reel' ? reel : quote
}

/** How much of a target may leave the house; asked again while clips are being cut. */
export function useReach(target: Target) {
  const again = {
    refetchInterval: (query: { state: { data?: Reach } }) =>
      query.state.data?.preparing ? PREPARING_MS : false,
  }
  const reel = $api.useQuery(
    'get',
    '/api/reels/{reel_id}/reach',
    { params: { path: { reel_id: target.id } } },
    { enabled: target.kind === 'reel', ...again },
  )
  const quote = $api.useQuery(
    'get',
    '/api/highlights/{highlight_id}/reach',
    { params: { path: { highlight_id: target.id } } },
    { enabled: target.kind === 'highlight', ...again },
  )
  return target.kind === 'reel' ? reel : quote
}

function useForget() {
  const queries = useQueryClient()
  return useCallback(
    () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => /grants|reach/.test(String(queryKey[1])) }),
    [queries],
  )
}

export function useGrantActions() {
  const forget = useForget()
  const create = async (target: Target, body: Schema<'GrantIn'>): Promise<NewGrant> => {
    const answer =
      target.kind === 'reel'
        ? await api.POST('/api/reels/{reel_id}/grants', { params: { path: { reel_id: target.id } }, body })
        : await api.POST('/api/highlights/{highlight_id}/grants', {
            params: { path: { highlight_id: target.id } },
            body,
          })
    await forget()
    return answer.data as NewGrant
  }
  const one = (grant: Grant) => ({ params: { path: { grant_id: grant.id } } })
  const revoke = async (grant: Grant) => {
    await api.DELETE('/api/grants/{grant_id}', one(grant))
    await forget()
  }
  const restore = async (grant: Grant) => {
    await api.POST('/api/grants/{grant_id}/restore', one(grant))
    await forget()
  }
  const change = async (grant: Grant, body: Schema<'GrantPatch'>) => {
    await api.PATCH('/api/grants/{grant_id}', { ...one(grant), body })
    await forget()
  }
  return { create, revoke, restore, change }
}
