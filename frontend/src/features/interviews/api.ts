import { $api, type Schema } from '@/api/client'
import { paged } from '@/api/pages'

export type Interview = Schema<'InterviewOut'>

/** Interviews one may see, newest first; of one project, or of all. */
export function useInterviews(projectId?: string) {
  const query = { limit: 50, project_id: projectId }
  return $api.useInfiniteQuery('get', '/api/interviews', { params: { query } }, paged)
}
