import { Dialog } from '@/components/Dialog'
import { ShownOnce } from '@/components/ShownOnce'
import { useText } from '@/lib/i18n'
import { messages } from './messages'

interface HandOverProps {
  link: string | null
  name: string
  onClose: () => void
}

/** A link to hand over oneself, where this server sends no mail. */
export function HandOver({ link, name, onClose }: HandOverProps) {
  const t = useText(messages)
  return (
    <Dialog title={t('link.handOver', { name })} opened={link !== null} onClose={onClose}>
      <ShownOnce lead={t('link.once')} secret={link ?? ''} onDone={onClose} />
    </Dialog>
  )
}
