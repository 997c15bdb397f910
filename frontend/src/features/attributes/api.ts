import { useQueryClient } from '@tanstack/react-query'
import { $api, type Schema, api } from '@/api/client'

export type Attribute = Schema<'AttributeOut'>
export type AttributeType = Attribute['type']

export const TYPES: AttributeType[] = ['text', 'number', 'date', 'yes_no', 'one_of', 'several_of']
export const CHOOSING: readonly AttributeType[] = ['one_of', 'several_of']
const LIST = '/api/attributes'

/** The attributes of the company and of one project, or of all projects in sight. */
export function useAttributes(projectId?: string) {
  return $api.useQuery('get', LIST, { params: { query: projectId ? { project_id: projectId } : {} } })
}

/** Reads anew what a changed schema touches: the lists of attributes, and the people with their values. */
export function useRefresh() {
  const queries = useQueryClient()
  return () =>
    queries.invalidateQueries({
      predicate: ({ queryKey }) =>
        typeof queryKey[1] === 'string' && /attributes|participants|segments/.test(queryKey[1]),
    })
}

export const create = (body: Schema<'AttributeIn'>) => api.POST(LIST, { body })

export const change = (attribute: Attribute, body: Partial<Omit<Schema<'AttributePatch'>, 'version'>>) =>
  api.PATCH('/api/attributes/{attribute_id}', {
    params: { path: { attribute_id: attribute.id } },
    body: { renamed: {}, ...body, version: attribute.version },
  })

export const remove = (attribute: Attribute) =>
  api.DELETE('/api/attributes/{attribute_id}', { params: { path: { attribute_id: attribute.id } } })

export const arrange = (projectId: string | null, ids: string[]) =>
  api.PUT('/api/attributes/order', { body: { project_id: projectId, ids } })
