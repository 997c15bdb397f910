import { useQueryClient } from '@tanstack/react-query'
import { $api, type Schema, api } from '@/api/client'

export type Segment = Schema<'SegmentOut'>
const LIST = '/api/segments'

/** The company's segments, and those of one project or of all in sight. */
export function useSegments(projectId?: string) {
  return $api.useQuery('get', LIST, { params: { query: projectId ? { project_id: projectId } : {} } })
}

export function useRefreshSegments() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['get', LIST] })
}

export async function createSegment(body: Schema<'SegmentIn'>): Promise<Segment> {
  const { data } = await api.POST(LIST, { body })
  if (!data) throw new Error('The server answered without a body')
  return data
}

export const changeSegment = (segment: Segment, body: Omit<Schema<'SegmentPatch'>, 'version'>) =>
  api.PATCH('/api/segments/{segment_id}', {
    params: { path: { segment_id: segment.id } },
    body: { ...body, version: segment.version },
  })

export const removeSegment = (segment: Segment) =>
  api.DELETE('/api/segments/{segment_id}', { params: { path: { segment_id: segment.id } } })
