import { UploadProgress } from '@/components/Progress'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { messages } from './messages'
import type { Sent } from './upload'

/** A recording on its way: how far, how fast, how much longer; can be stopped. */
export function Sending({
  name,
  sent,
  state = 'sending',
  onCancel,
  onPause,
  onResume,
}: {
  name: string
  sent: Sent
  state?: 'sending' | 'paused'
  onCancel: () => void
  onPause?: () => void
  onResume?: () => void
}) {
  const t = useText(messages)
  const format = useFormat()
  const { bytes, total, pace } = sent
  return (
    <UploadProgress
      name={
        pace === null || state === 'paused' ? name : `${name} · ${t('pace', { pace: format.bytes(pace) })}`
      }
      sentBytes={bytes}
      totalBytes={total}
      state={state}
      leftMs={pace ? ((total - bytes) / pace) * 1000 : null}
      onCancel={onCancel}
      onPause={onPause}
      onResume={onResume}
    />
  )
}
