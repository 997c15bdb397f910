/** The answers to a search: page by page; while new ones are on their way, the ones before stay. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type Schema, api } from '@/api/client'
import type { SearchParams } from './params'

export type Found = Schema<'FoundOut'>
export type Answer = Schema<'SearchOut'>

const PAGE = 20

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
  })
}

/** The other answers from one interview. */
export async function moreFrom(params: SearchParams, interviewId: string): Promise<Found[]> {
  const query = { ...asked(params), interview: [interviewId], facets: [], limit: 100 }
  return answerOf((await api.GET('/api/search', { params: { query } })).data).items
}

/** Without words there is nothing to be relevant to: the newest come first. */
export function asked(params: SearchParams) {
  return { ...params, sort: params.sort ?? (params.q ? ('relevance' as const) : ('newest' as const)) }
}

function answerOf(data: Answer | undefined): Answer {
  if (!data) throw new Error('GET /api/search answered without a body')
  return data
}
