import { useCallback } from 'react'
import { useText } from '@/lib/i18n'
import { leave, stay } from '@/lib/leaving'
import { showToast } from '@/lib/toasts'
import { messages } from './messages'
import { useReport } from './useReport'

interface Deed {
  /** What goes away; lists that filter by `useStaying` leave it out from now on. */
  id: string
  text: string
  /** What really does it, and reads the lists anew; sent with `keepalive`, so that it survives leaving the page. */
  commit: () => Promise<unknown>
  /** Whatever else brings it back, e.g. going back to its page. */
  undo?: () => void
}

/**
 * For what the server cannot take back: hide it at once, offer Undo, and do it when the offer has passed (or the page
 * is left). A failing `commit` is reported and what was hidden comes back.
 */
export function useLater(): (deed: Deed) => void {
  const t = useText(messages)
  const report = useReport()
  return useCallback(
    ({ id, text, commit, undo }) => {
      leave(id)
      const back = () => {
        stay(id)
        undo?.()
      }
      const failed = (error: unknown) => {
        undo?.()
        report(error)
      }
      const go = () =>
        void commit()
          .catch(failed)
          .finally(() => stay(id))
      showToast({ text, action: { label: t('undo'), run: back }, onGone: go })
    },
    [t, report],
  )
}
