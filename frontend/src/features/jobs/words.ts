/** Jobs in words. */
import { useText } from '@/lib/i18n'
import type { Job } from './api'
import { messages } from './messages'

const KNOWN = [
  'recordings.prepare',
  'recordings.transcode',
  'recordings.finish_upload',
  'recordings.copy_link',
  'recordings.delete_file',
  'recordings.housekeeping',
  'clip.render',
  'reel.render',
  'clip.agree',
  'consents.mail',
  'consents.reminder',
  'consents.daily',
  'subjects.silence',
  'subjects.clean',
  'subjects.copy',
  'subjects.daily',
  'topics.digest',
  'audit.check',
  'search.learn',
] as const

const MINUTE = 60_000

/** What a job does, in the reader's words; one this version has no words for shows its code. */
export function useKindWords(): (job: Job) => string {
  const t = useText(messages)
  return ({ kind }) => {
    const known = KNOWN.find((name) => name === kind)
    return known ? t(`kind.${known}`) : kind
  }
}

/** How far a job is: "43 %, about 2 minutes left". */
export function useProgressWords(): (job: Job) => string {
  const t = useText(messages)
  return ({ state, progress, left_ms }) => {
    if (state !== 'running') return t(`state.${state}`)
    const parts = [t('percent', { percent: Math.floor(progress * 100) })]
    if (left_ms !== null)
      parts.push(left_ms < MINUTE ? t('leftSoon') : t('left', { count: Math.round(left_ms / MINUTE) }))
    return parts.join(' · ')
  }
}
