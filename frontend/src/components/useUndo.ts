import { useCallback } from 'react'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { useReport } from './useReport'
import { messages } from './messages'

/**
 * Nothing asks "are you sure": it happens at once and can be taken back.
 *
 * `const undoable = useUndo(); undoable({ text: t('deleted'), undo: () => restore(id) })` after the deed is done.
 * A failing `undo` is reported in a toast.
 */
export function useUndo(): (offer: { text: string; undo: () => unknown }) => void {
  const t = useText(messages)
  const report = useReport()
  return useCallback(
    ({ text, undo }) => {
      const run = () => void Promise.resolve().then(undo).catch(report)
      showToast({ text, action: { label: t('undo'), run } })
    },
    [t, report],
  )
}
