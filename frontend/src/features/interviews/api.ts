import { $api, type Schema } from '@/api/client'
import { paged } from '@/api/pages'

export type Interview = Schema<'InterviewOut'>

interface Among {
  projectId?: string
  participantId?: string
}

/** Interviews one may see, newest first: of one project, or those in which somebody speaks, or all. */
export function useInterviews({ projectId, participantId }: Among = {}) {
  const query = { limit: 50, project_id: projectId, participant_id: participantId }
  return $api.useInfiniteQuery('get', '/api/interviews', { params: { query } }, paged)
}
