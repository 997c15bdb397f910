import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { $api, api } from '@/api/client'
import { itemsOf, paged } from '@/api/pages'
import { useMay } from '@/api/session'
import { Loaded, More } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { SegmentedControl } from '@/components/SegmentedControl'
import { EmptyState } from '@/components/States'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { type Job, isActive } from './api'
import { JobLine } from './JobLine'
import styles from './JobsPage.module.css'
import { messages } from './messages'

const STATES = {
  all: undefined,
  active: ['queued', 'running'],
  failed: ['failed'],
} as const satisfies Record<string, readonly Job['state'][] | undefined>
type Filter = keyof typeof STATES
const FILTERS = ['all', 'active', 'failed'] as const

/** Everything that takes longer than a click: how far it is, what failed and why. */
export function JobsPage() {
  const t = useText(messages)
  const isAdmin = useMay('admin')
  const [filter, setFilter] = useState<Filter>('all')
  const state = STATES[filter] && [...STATES[filter]]
  const jobs = $api.useInfiniteQuery(
    'get',
    '/api/jobs',
    { params: { query: { state, limit: 30 } } },
    {
      ...paged,
      refetchInterval: (query) =>
        query.state.data?.pages.some(({ items }) => items.some((job) => isActive(job))) ? 1_500 : 15_000,
    },
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t(isAdmin ? 'leadAdmin' : 'lead')} />
      <div className={styles.filter}>
        <SegmentedControl
          label={t('filter')}
          value={filter}
          onChange={setFilter}
          options={FILTERS.map((value) => ({ value, label: t(`filter.${value}`) }))}
        />
      </div>
      <Loaded query={{ ...jobs, data: itemsOf(jobs.data) }}>
        {(items) => (items.length > 0 ? <List jobs={items} /> : <Nothing filter={filter} />)}
      </Loaded>
      <More query={jobs} />
    </>
  )
}

function Nothing({ filter }: { filter: Filter }) {
  const t = useText(messages)
  return (
    <EmptyState icon="check" title={t(`empty.${filter}`)}>
      <p>{t('empty.text')}</p>
    </EmptyState>
  )
}

function List({ jobs }: { jobs: Job[] }) {
  const t = useText(messages)
  const titles = useTitles(jobs)
  return (
    <ul className={styles.list} aria-label={t('title')}>
      {jobs.map((job) => (
        <li key={job.id} className={styles.entry}>
          <JobLine job={job} about={<About job={job} title={titles.get(job.target_id ?? '')} />} />
        </li>
      ))}
    </ul>
  )
}

function About({ job, title }: { job: Job; title: string | undefined }) {
  const format = useFormat()
  const at = format.relative(job.finished_at ?? job.started_at ?? job.created_at)
  if (!title || !job.target_id) return at
  return (
    <>
      <Link to="/interviews/$interviewId" params={{ interviewId: job.target_id }}>
        {title}
      </Link>{' '}
      · {at}
    </>
  )
}

/** The titles of the interviews that the jobs are about, as far as one may see them. */
function useTitles(jobs: Job[]): Map<string, string> {
  const about = jobs.filter(({ target_kind }) => target_kind === 'interview')
  const ids = [...new Set(about.flatMap(({ target_id }) => target_id ?? []))]
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: ['job', 'interview', id],
      queryFn: async () => {
        const path = { interview_id: id }
        return (await api.GET('/api/interviews/{interview_id}', { params: { path } })).data ?? null
      },
      retry: false,
      staleTime: 60_000,
    })),
    combine: (found) => new Map(found.flatMap(({ data }) => (data ? [[data.id, data.title] as const] : []))),
  })
}
