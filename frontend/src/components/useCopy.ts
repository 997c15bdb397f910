import { useCallback } from 'react'
import { copyText } from '@/lib/copying'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { messages } from './messages'

interface Told {
  copied?: string
  refused?: string
}

/** Puts words where the reader can paste them and says so, or that the browser refused. */
export function useCopy(): (words: string, told?: Told) => void {
  const t = useText(messages)
  return useCallback(
    (words, { copied = t('copied'), refused = t('notCopied') } = {}) => {
      const done = () => showToast({ text: copied, tone: 'success' })
      const failed = () => showToast({ text: refused, tone: 'error' })
      void copyText(words).then(done, failed)
    },
    [t],
  )
}

/** The same for a link to a quote; where it cannot be copied, the quote's page has it in its address. */
export function useCopyLink(): (address: string) => void {
  const t = useText(messages)
  const copy = useCopy()
  return (address) =>
    copy(new URL(address, location.href).href, { copied: t('linkCopied'), refused: t('linkNotCopied') })
}
