import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { $api, type Schema, api } from '@/api/client'
import { paged } from '@/api/pages'

export type Grant = Schema<'GrantOut'>
export type NewGrant = Schema<'NewGrantOut'>
export type Reach = Schema<'Reach'>

export type NewGrantBody = Schema<'GrantIn'>
export type GrantChange = Schema<'GrantPatch'>

/** What is shared: a reel, a single quote by its highlight, or the newest quotes of a tag. */
export interface Target {
  kind: Grant['target_kind']
  id: string
  title: string
}

const TARGETS = { reel: 'reels', highlight: 'highlights', tag: 'tags' } as const
const PREPARING_MS = 4000

const pathOf = (target: Target) => ({
  params: { path: { targets: TARGETS[target.kind], target_id: target.id } },
})

interface Narrowing {
  of?: Grant['target_kind']
  live?: boolean
}

export function useGrants(narrowing: Narrowing = {}) {
  const query = { limit: 50, ...narrowing }
  return $api.useInfiniteQuery('get', '/api/grants', { params: { query } }, paged)
}

export function useTargetGrants(target: Target) {
  return $api.useQuery('get', '/api/{targets}/{target_id}/grants', pathOf(target))
}

/** How much of a target may leave the house; asked again while clips are being cut. */
export function useReach(target: Target) {
  return $api.useQuery('get', '/api/{targets}/{target_id}/reach', pathOf(target), {
    refetchInterval: (query) => (query.state.data?.preparing ? PREPARING_MS : false),
  })
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
  const create = async (target: Target, body: NewGrantBody): Promise<NewGrant> => {
    const answer = await api.POST('/api/{targets}/{target_id}/grants', { ...pathOf(target), body })
    await forget()
    return answer.data as NewGrant
  }
  const one = (grant_id: string) => ({ params: { path: { grant_id } } })
  const revoke = async (grant: Grant) => {
    await api.DELETE('/api/grants/{grant_id}', one(grant.id))
    await forget()
  }
  /** Ends every embed and link of a target; returns which, so that it can be undone. */
  const revokeAll = async (target: Target): Promise<string[]> => {
    const answer = await api.DELETE('/api/{targets}/{target_id}/grants', pathOf(target))
    await forget()
    return answer.data?.grant_ids ?? []
  }
  const restore = async (...ids: string[]) => {
    for (const id of ids) await api.POST('/api/grants/{grant_id}/restore', one(id))
    await forget()
  }
  const change = async (grant: Grant, body: GrantChange) => {
    await api.PATCH('/api/grants/{grant_id}', { ...one(grant.id), body })
    await forget()
  }
  return { create, revoke, revokeAll, restore, change }
}
