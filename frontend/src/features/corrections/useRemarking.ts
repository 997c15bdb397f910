import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { useText } from '@/lib/i18n'
import { type Highlight, type Span, reopen, settle } from './calls'
import { messages } from './messages'

export interface Remarking {
  /** The highlight whose words are being chosen anew in the transcript. */
  highlight: Highlight | null
  begin: (highlight: Highlight) => void
  end: () => void
  /** What was selected is what was meant. */
  choose: (span: Span) => void
}

/** Marking a highlight anew by hand: the next thing that is selected and marked becomes its words. */
export function useRemarking(): Remarking {
  const t = useText(messages)
  const queries = useQueryClient()
  const report = useReport()
  const undoable = useUndo()
  const [highlight, setHighlight] = useState<Highlight | null>(null)
  const run = async (chosen: Highlight, span: Span) => {
    await settle(chosen, span)
    await queries.invalidateQueries()
    undoable({
      text: t('review.remarked'),
      undo: async () => {
        await reopen(chosen.id)
        await queries.invalidateQueries()
      },
    })
  }
  const choose = (span: Span) => {
    if (!highlight) return
    setHighlight(null)
    void run(highlight, span).catch(report)
  }
  return { highlight, begin: setHighlight, end: () => setHighlight(null), choose }
}
