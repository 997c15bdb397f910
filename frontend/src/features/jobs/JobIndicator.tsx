import { Link } from '@tanstack/react-router'
import { useMay } from '@/api/session'
import { Progress } from '@/components/Progress'
import { useText } from '@/lib/i18n'
import { useActiveJobs } from './api'
import styles from './JobIndicator.module.css'
import { messages } from './messages'

/** In the frame of every page, only while something is being worked on: how much, and how far. */
export function JobIndicator() {
  const t = useText(messages)
  const jobs = useActiveJobs(useMay('researcher'))
  if (jobs.length === 0) return null
  const share = jobs.reduce((sum, { progress }) => sum + progress, 0) / jobs.length
  return (
    <Link to="/jobs" className={styles.indicator}>
      {t('underWay', { count: jobs.length })}
      <Progress value={share} label={t('underWay', { count: jobs.length })} />
    </Link>
  )
}
