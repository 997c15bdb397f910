/** Long work: what is under way, and how it is steered. */
import { type Schema, $api } from '@/api/client'

export type Job = Schema<'JobOut'>

const BUSY_MS = 1_500
const IDLE_MS = 30_000

/** Whether a job still waits or runs. What is planned for later is neither. */
export const isActive = ({ state, run_at }: Job, now = Date.now()): boolean =>
  state === 'running' || (state === 'queued' && new Date(run_at).getTime() <= now + 60_000)

/** What waits or runs right now; asked for often while there is something. */
export function useActiveJobs(enabled: boolean): Job[] {
  const { data } = $api.useQuery(
    'get',
    '/api/jobs',
    { params: { query: { state: ['queued', 'running'], limit: 100 } } },
    {
      enabled,
      refetchInterval: ({ state }) => (state.data?.items.some((job) => isActive(job)) ? BUSY_MS : IDLE_MS),
    },
  )
  return data?.items.filter((job) => isActive(job)) ?? []
}
