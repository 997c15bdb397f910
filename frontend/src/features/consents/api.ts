import { useQueryClient } from '@tanstack/react-query'
import { $api, type Schema, api, changingHeaders } from '@/api/client'
import { paged } from '@/api/pages'
import { problemOf } from '@/api/problem'
import type { ListState } from './states'

export type ConsentRecord = Schema<'ConsentRecordOut'>
export type ConsentRow = Schema<'ConsentRowOut'>
export type Link = Schema<'ConsentLinkOut'>
export type LinkMade = Schema<'ConsentLinkMadeOut'>
export type Form = Schema<'ConsentTemplateOut'>
export type FormFull = Schema<'ConsentTemplateFullOut'>
export type Version = Schema<'TemplateVersionOut'>
export type TextNode = Schema<'MarkNode'>
export type Moment = Schema<'ConsentMomentOut'>
export type SignedForm = Schema<'SignedFormOut'>
export type Change = Schema<'ConsentChangeOut'>
export type BulkAnswer = Schema<'ConsentBulkOut'>
export type Bulk = Schema<'ConsentBulkIn'>

const RECORD = '/api/participants/{participant_id}/consent-record'
const LIST = '/api/consents'
const FORMS = '/api/consent-templates'
const FORM = '/api/consent-templates/{template_id}'

const of = (participantId: string) => ({ params: { path: { participant_id: participantId } } })

export function useConsents(state: ListState, projectId: string | undefined) {
  const query = { state, limit: 50, ...(projectId ? { project_id: projectId } : {}) }
  return $api.useInfiniteQuery('get', LIST, { params: { query } }, paged)
}

/** How many consents end within a month; undefined until it is known. */
export function useEndingCount(): number | undefined {
  const found = $api.useQuery('get', LIST, { params: { query: { state: 'ending', limit: 1 } } })
  return found.data?.total ?? undefined
}

export function useRecord(participantId: string) {
  return $api.useQuery('get', RECORD, of(participantId))
}

/** After any change of a consent, everything that it reaches is asked for anew. */
export function useRefresh(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'get' })
}

export function useForms() {
  return $api.useQuery('get', FORMS)
}

export function useForm(templateId: string) {
  return $api.useQuery('get', FORM, { params: { path: { template_id: templateId } } })
}

export function useMakeForm() {
  return $api.useMutation('post', FORMS, { onSuccess: useRefresh() })
}

export function useAddVersion() {
  return $api.useMutation('post', '/api/consent-templates/{template_id}/versions', {
    onSuccess: useRefresh(),
  })
}

export function useChangeForm() {
  return $api.useMutation('patch', FORM, { onSuccess: useRefresh() })
}

export function useMakeLink() {
  return $api.useMutation('post', '/api/participants/{participant_id}/consent-links', {
    onSuccess: useRefresh(),
  })
}

export function useBulk() {
  return $api.useMutation('post', '/api/consents/bulk', { onSuccess: useRefresh() })
}

export async function undoBulk(batchId: string): Promise<BulkAnswer | undefined> {
  const path = { batch_id: batchId }
  return (await api.POST('/api/consents/bulk/{batch_id}/undo', { params: { path } })).data
}

export async function endLink(linkId: string): Promise<void> {
  await api.DELETE('/api/consent-links/{link_id}', { params: { path: { link_id: linkId } } })
}

export async function restoreLink(linkId: string): Promise<void> {
  await api.POST('/api/consent-links/{link_id}/restore', { params: { path: { link_id: linkId } } })
}

export async function removeSignedForm(formId: string): Promise<void> {
  await api.DELETE('/api/consent-forms/{form_id}', {
    params: { path: { form_id: formId } },
    keepalive: true,
  })
}

export async function removeMoment(momentId: string): Promise<void> {
  await api.DELETE('/api/consent-moments/{moment_id}', {
    params: { path: { moment_id: momentId } },
    keepalive: true,
  })
}

export function useAddMoment() {
  return $api.useMutation('post', '/api/participants/{participant_id}/consent-moments', {
    onSuccess: useRefresh(),
  })
}

/** Hands a signed form over: the bytes are the body, as for recordings. */
export async function uploadSignedForm(participantId: string, file: File): Promise<void> {
  const query = new URLSearchParams({ file_name: file.name })
  const answer = await fetch(`/api/participants/${participantId}/consent-forms?${query.toString()}`, {
    method: 'POST',
    headers: { ...changingHeaders(), 'Content-Type': 'application/octet-stream' },
    body: file,
  })
  if (!answer.ok) throw await problemOf(answer)
}

/** How a form's body reads. */
export function usePreview(body: string) {
  return $api.useQuery(
    'post',
    '/api/consent-templates/preview',
    { body: { body } },
    { placeholderData: keep },
  )
}

const keep = <Data>(before: Data | undefined) => before
