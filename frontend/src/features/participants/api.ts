import { useQueryClient } from '@tanstack/react-query'
import { $api, type Schema } from '@/api/client'
import { paged } from '@/api/pages'

export type Participant = Schema<'ParticipantOut'>
export type Consent = Participant['consent']

const OF_PROJECT = '/api/projects/{project_id}/participants'
const ONE = '/api/participants/{participant_id}'

const path = (participantId: string) => ({ params: { path: { participant_id: participantId } } })

export function useParticipants(projectId: string) {
  const params = { path: { project_id: projectId }, query: { limit: 100 } }
  return $api.useInfiniteQuery('get', OF_PROJECT, { params }, paged)
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
