/** The answers to a search: page by page; while new ones are on their way, the ones before stay. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Schema, api } from '@/api/client'
import { UNREACHABLE, isProblem } from '@/api/problem'
import type { SearchParams } from './params'

export type Found = Schema<'FoundOut'>
export type Answer = Schema<'SearchOut'>

const PAGE = 20
const MOST_AT_ONCE = 100
const LOOK_AGAIN_MS = 4000

/** Asks nothing until it is `known` what can be asked. */
export function useFound(params: SearchParams, known = true) {
  return useInfiniteQuery({
    queryKey: ['search', params],
    enabled: known,
    queryFn: async ({ pageParam, signal }): Promise<Answer> => {
      // The signal drops an answer that came too late: by then something else was asked.
      const query = { ...asked(params), limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }
      return answerOf((await api.GET('/api/search', { params: { query }, signal })).data)
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    // What cannot be understood will not be understood better the second time.
    retry: false,
    // An engine that rests, or a network that is gone, comes back without anybody pressing anything.
    refetchInterval: ({ state: { error } }) =>
      isProblem(error, 'search_unavailable') || isProblem(error, UNREACHABLE) ? LOOK_AGAIN_MS : false,
  })
}

/** The value, or while there is none the one before: what one looks at does not vanish over a slip of the pen. */
export function useLatest<Value>(value: Value | undefined): Value | undefined {
  const [latest, setLatest] = useState(value)
  if (value !== undefined && value !== latest) setLatest(value)
  return value ?? latest
}

/** More answers from one interview, and where those begin that are still left. */
export async function moreFrom(
  params: SearchParams,
  interviewId: string,
  cursor: string | null,
): Promise<More> {
  const page = { limit: MOST_AT_ONCE, ...(cursor ? { cursor } : {}) }
  const query = { ...asked(params), interview: [interviewId], facets: [], ...page }
  const { items, next_cursor } = answerOf((await api.GET('/api/search', { params: { query } })).data)
  return { items, next: next_cursor }
}

interface More {
  items: Found[]
  next: string | null
}

/** Without words there is nothing to be relevant to: the newest come first. */
export function asked(params: SearchParams) {
  return { ...params, sort: params.sort ?? (params.q ? ('relevance' as const) : ('newest' as const)) }
}

function answerOf(data: Answer | undefined): Answer {
  if (!data) throw new Error('GET /api/search answered without a body')
  return data
}
