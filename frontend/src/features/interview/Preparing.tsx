/** What is still being made of a recording, or could not be. */
import { JobLine } from '@/features/jobs'
import type { Recording } from './data'
import styles from './Player.module.css'

export function Preparing({ recording }: { recording: Recording }) {
  // The waveform comes by itself; only what keeps it from playing, or failed, is worth a word.
  const told = recording.work.filter(
    ({ kind, state }) =>
      kind === 'recordings.transcode' || kind === 'recordings.copy_link' || state === 'failed',
  )
  if (told.length === 0) return null
  return (
    <div className={styles.preparing}>
      {told.map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
    </div>
  )
}
