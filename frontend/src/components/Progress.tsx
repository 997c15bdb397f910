import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { IconButton } from './Button'
import styles from './Progress.module.css'
import { messages } from './messages'

/** How far something is, 0 to 1; null while that is not known. */
export function Progress({ value, label }: { value: number | null; label: string }) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <span
        className={styles.bar}
        data-unknown={percent === undefined || undefined}
        style={{ inlineSize: `${percent ?? 30}%` }}
      />
    </div>
  )
}

interface UploadProgressProps {
  name: string
  sentBytes: number
  totalBytes: number
  state: 'sending' | 'paused' | 'failed' | 'done'
  /** What is left at the present pace, ms. */
  leftMs?: number | null
  onPause?: () => void
  onResume?: () => void
  onCancel?: () => void
}

const MINUTE = 60_000

/** A file on its way: how much is sent, how long it will take, and that a break loses nothing. */
export function UploadProgress(props: UploadProgressProps) {
  const { name, sentBytes, totalBytes, state, onPause, onResume, onCancel } = props
  const t = useText(messages)
  return (
    <div className={styles.upload} data-state={state}>
      <div className={styles.head}>
        <p className={styles.name}>{name}</p>
        {state === 'sending' && onPause && (
          <IconButton icon="pause" size="sm" label={t('upload.pause')} onClick={onPause} />
        )}
        {(state === 'paused' || state === 'failed') && onResume && (
          <IconButton icon="play" size="sm" label={t('upload.resume')} onClick={onResume} />
        )}
        {state !== 'done' && onCancel && (
          <IconButton icon="close" size="sm" label={t('cancel')} onClick={onCancel} />
        )}
      </div>
      <Progress value={totalBytes > 0 ? sentBytes / totalBytes : null} label={name} />
      <UploadWords {...props} />
    </div>
  )
}

function UploadWords({ sentBytes, totalBytes, state, leftMs }: UploadProgressProps) {
  const t = useText(messages)
  const format = useFormat()
  const parts = [t('upload.progress', { done: format.bytes(sentBytes), total: format.bytes(totalBytes) })]
  if (state === 'done') parts.unshift(t('upload.done'))
  if (state === 'failed') parts.unshift(t('upload.failed'))
  if (state === 'paused') parts.unshift(t('upload.paused'))
  if (state === 'sending' && typeof leftMs === 'number')
    parts.push(leftMs < MINUTE ? t('upload.soon') : t('upload.left', { count: Math.round(leftMs / MINUTE) }))
  return (
    <p className={styles.words} role="status">
      {parts.join(' · ')}
    </p>
  )
}
