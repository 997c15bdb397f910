import { UploadProgress } from '@/components/Progress'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { messages } from './messages'
import type { Sent } from './upload'

/** A recording on its way: how far, how fast, how much longer; can be stopped. */
export function Sending({ name, sent, onCancel }: { name: string; sent: Sent; onCancel: () => void }) {
  const t = useText(messages)
  const format = useFormat()
  const { bytes, total, pace } = sent
  return (
    <UploadProgress
      name={pace === null ? name : `${name} · ${t('pace', { pace: format.bytes(pace) })}`}
      sentBytes={bytes}
      totalBytes={total}
      state="sending"
      leftMs={pace ? ((total - bytes) / pace) * 1000 : null}
      onCancel={onCancel}
    />
  )
}
