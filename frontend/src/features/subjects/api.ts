import { useQueryClient } from '@tanstack/react-query'
import { $api, type Schema } from '@/api/client'

export type Places = Schema<'PlacesOut'>
export type Receipt = Schema<'ReceiptOut'>
export type ReceiptWhole = Schema<'ReceiptWhole'>
export type PlaceKind = Schema<'PlaceOut'>['kind']
export type ErasePlan = Schema<'ErasePlan'>
export type AccessCopy = Schema<'AccessCopyOut'>
export type Retention = Schema<'RetentionOut'>
export type RetentionRule = Schema<'RetentionIn'>
export type RetentionPreview = Schema<'RetentionPreview'>

const SOON_MS = 1500
const of = (participantId: string) => ({ params: { path: { participant_id: participantId } } })
const inside = (projectId: string) => ({ params: { path: { project_id: projectId } } })

export function usePlaces(participantId: string) {
  return $api.useQuery('get', '/api/participants/{participant_id}/places', of(participantId))
}

/** Asked again while one of them is under way. */
const watched = <Data extends { items: Receipt[] }>() => ({
  refetchInterval: (query: { state: { data?: Data } }) =>
    query.state.data?.items.some(({ completed_at }) => completed_at === null) ? SOON_MS : false,
})

export function useReceipts(participantId: string) {
  return $api.useQuery(
    'get',
    '/api/participants/{participant_id}/receipts',
    of(participantId),
    watched<Schema<'Receipts'>>(),
  )
}

export function useProjectReceipts(projectId: string) {
  return $api.useQuery(
    'get',
    '/api/projects/{project_id}/receipts',
    inside(projectId),
    watched<Schema<'Receipts'>>(),
  )
}

export function useReceipt(receiptId: string) {
  return $api.useQuery(
    'get',
    '/api/receipts/{receipt_id}',
    { params: { path: { receipt_id: receiptId } } },
    { refetchInterval: (query) => (query.state.data?.completed_at === null ? SOON_MS : false) },
  )
}

export function useErasePlan(participantId: string, opened: boolean) {
  return $api.useQuery('get', '/api/participants/{participant_id}/erasure', of(participantId), {
    enabled: opened,
  })
}

export function useErase() {
  return $api.useMutation('post', '/api/participants/{participant_id}/erasure')
}

const COPIES = '/api/participants/{participant_id}/access-copies'

export function useCopies(participantId: string) {
  return $api.useQuery('get', COPIES, of(participantId), {
    refetchInterval: (query) =>
      query.state.data?.items.some(({ state }) => state === 'queued') ? SOON_MS : false,
  })
}

export function useAskForCopy() {
  const queries = useQueryClient()
  return $api.useMutation('post', COPIES, {
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', COPIES] }),
  })
}

const RETENTION = '/api/projects/{project_id}/retention'

export function useRetention(projectId: string) {
  return $api.useQuery('get', RETENTION, inside(projectId))
}

export function useSetRetention() {
  const queries = useQueryClient()
  return $api.useMutation('put', RETENTION, {
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', RETENTION] }),
  })
}

export function usePreview() {
  return $api.useMutation('post', '/api/projects/{project_id}/retention/preview')
}

export function useTombstones(projectId: string) {
  return $api.useQuery('get', '/api/projects/{project_id}/tombstones', inside(projectId))
}
