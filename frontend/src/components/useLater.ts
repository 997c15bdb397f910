import { useCallback } from 'react'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { messages } from './messages'
import { useReport } from './useReport'

interface Deed {
  text: string
  /** What really does it; sent with `keepalive`, so that it survives leaving the page. */
  commit: () => Promise<unknown>
  /** Shows again what was hidden. */
  undo: () => void
}

/**
 * For what the server cannot take back: hide it at once, offer Undo, and do it when the offer has passed (or the page
 * is left). A failing `commit` is reported and what was hidden comes back.
 */
export function useLater(): (deed: Deed) => void {
  const t = useText(messages)
  const report = useReport()
  return useCallback(
    ({ text, commit, undo }) => {
      const failed = (error: unknown) => {
        undo()
        report(error)
      }
      showToast({ text, action: { label: t('undo'), run: undo }, onGone: () => void commit().catch(failed) })
    },
    [t, report],
  )
}
