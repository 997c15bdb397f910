import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import { Button } from '@/components/Button'
import { Progress } from '@/components/Progress'
import { useReport } from '@/components/useReport'
import { useText } from '@/lib/i18n'
import { type Job, isActive } from './api'
import styles from './JobLine.module.css'
import { messages } from './messages'
import { useKindWords, useProgressWords } from './words'

/** One job: what it does, how far it is, why it failed; can be cancelled or tried again. */
export function JobLine({ job, about }: { job: Job; about?: React.ReactNode }) {
  const kindWords = useKindWords()
  const progressWords = useProgressWords()
  const what = kindWords(job)
  const active = isActive(job)
  return (
    <div className={styles.job} data-state={job.state}>
      <div className={styles.words}>
        <p className={styles.what}>{what}</p>
        {about && <p className={styles.about}>{about}</p>}
        {job.state === 'failed' && (
          <p className={styles.reason} role="alert">
            {job.message}
          </p>
        )}
      </div>
      <Steer job={job} what={what} />
      {active && <Progress value={job.state === 'running' ? job.progress : null} label={what} />}
      <p className={styles.state} role="status">
        {progressWords(job)}
      </p>
    </div>
  )
}

function Steer({ job, what }: { job: Job; what: string }) {
  const t = useText(messages)
  const queries = useQueryClient()
  const report = useReport()
  const { mutate, isPending } = useMutation({
    mutationFn: (verb: 'cancel' | 'retry') =>
      api.POST(`/api/jobs/{job_id}/${verb}`, { params: { path: { job_id: job.id } } }),
    onSettled: () => queries.invalidateQueries(),
    onError: report,
  })
  if (isActive(job))
    return (
      <Button
        size="sm"
        tone="quiet"
        busy={isPending}
        aria-label={t('cancelWhat', { what })}
        onClick={() => mutate('cancel')}
      >
        {t('cancel')}
      </Button>
    )
  if (job.state !== 'failed' && job.state !== 'cancelled') return null
  return (
    <Button
      size="sm"
      icon="undo"
      busy={isPending}
      aria-label={t('retryWhat', { what })}
      onClick={() => mutate('retry')}
    >
      {t('retry')}
    </Button>
  )
}
