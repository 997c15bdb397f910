import { keepPreviousData, useQueryClient } from '@tanstack/react-query'
import { $api, type Schema, api } from '@/api/client'
import { paged } from '@/api/pages'
import { type Filter, whereOf } from '@/features/segments'

export type Participant = Schema<'ParticipantOut'>
export type Consent = Participant['consent']

const EVERYWHERE = '/api/participants'
const OF_PROJECT = '/api/projects/{project_id}/participants'
const ONE = '/api/participants/{participant_id}'

const path = (participantId: string) => ({ params: { path: { participant_id: participantId } } })

export function useParticipants(projectId: string) {
  const params = { path: { project_id: projectId }, query: { limit: 100 } }
  return $api.useInfiniteQuery('get', OF_PROJECT, { params }, paged)
}

/** Everybody in sight whom a filter lets through, and how many that are. */
export function useFound(filter: Filter) {
  const query = {
    limit: 100,
    project_id: filter.project,
    segment_id: filter.segment,
    text: filter.text,
    where: whereOf(filter),
    match: filter.match,
  }
  return $api.useInfiniteQuery(
    'get',
    EVERYWHERE,
    { params: { query } },
    { ...paged, placeholderData: keepPreviousData },
  )
}

export function useParticipant(participantId: string) {
  return $api.useQuery('get', ONE, path(participantId))
}

/** Shows a changed participant at once; everything that consent reaches is asked for anew. */
function useKeep() {
  const queries = useQueryClient()
  return async (participant: Participant) => {
    queries.setQueryData($api.queryOptions('get', ONE, path(participant.id)).queryKey, participant)
    await queries.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] === 'get' && queryKey[1] !== ONE,
    })
  }
}

export function useCreateParticipant() {
  return $api.useMutation('post', OF_PROJECT, { onSuccess: useKeep() })
}

export function useChangeParticipant() {
  return $api.useMutation('patch', ONE, { onSuccess: useKeep() })
}

export function useSetConsent() {
  return $api.useMutation('put', '/api/participants/{participant_id}/consent', { onSuccess: useKeep() })
}

/** Reads anew everything that shows people, after one became two or two became one. */
export function useRefreshPeople() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'get' })
}

/** Who may be in a project twice; `dismissed`: of whom somebody said that they are two. */
export function useDuplicates(projectId: string, dismissed = false) {
  return $api.useQuery('get', '/api/projects/{project_id}/participants/duplicates', {
    params: { path: { project_id: projectId }, query: { dismissed } },
  })
}

type Two = { first: { id: string }; second: { id: string } }

const APART = '/api/participants/{participant_id}/apart/{other_participant_id}'
const two = ({ first, second }: Two) => ({
  params: { path: { participant_id: first.id, other_participant_id: second.id } },
})

export const apart = (pair: Two) => api.PUT(APART, two(pair))

export const notApart = (pair: Two) => api.DELETE(APART, two(pair))

export function useMerges(participantId: string) {
  return $api.useQuery('get', '/api/participants/{participant_id}/merges', path(participantId))
}

export function useMergePreview(participantId: string, otherId: string) {
  return $api.useQuery('post', '/api/participants/{participant_id}/merge/preview', {
    ...path(participantId),
    body: { other_id: otherId },
  })
}

export async function merge(participantId: string, otherId: string): Promise<Schema<'MergeOut'>> {
  const { data } = await api.POST('/api/participants/{participant_id}/merge', {
    ...path(participantId),
    body: { other_id: otherId },
  })
  if (!data) throw new Error('The server answered without a body')
  return data
}

export const undoMerge = (mergeId: string) =>
  api.POST('/api/participant-merges/{merge_id}/undo', { params: { path: { merge_id: mergeId } } })
