import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { SidePanel } from '@/components/Dialog'
import { Icon } from '@/components/Icon'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { useText } from '@/lib/i18n'
import { type Highlight, removeHighlight, reopen, restoreHighlight, settle } from './calls'
import { messages } from './messages'
import styles from './ReviewBar.module.css'
import { SideBySide } from './SideBySide'
import type { Remarking } from './useRemarking'

interface ReviewBarProps {
  highlights: readonly Highlight[]
  remarking: Remarking
}

/** Above the transcript: highlights whose words were changed wait here until somebody has looked at each. */
export function ReviewBar({ highlights, remarking }: ReviewBarProps) {
  const t = useText(messages)
  const [opened, setOpened] = useState(false)
  const waiting = highlights.filter(({ status }) => status === 'needs_review')
  if (remarking.highlight) return <Choosing remarking={remarking} quote={remarking.highlight.quote} />
  if (waiting.length === 0 && !opened) return null
  return (
    <>
      {waiting.length > 0 && (
        <div className={styles.bar} role="status">
          <Icon name="alert" size={18} />
          <p>{t('review.waiting', { count: waiting.length })}</p>
          <Button size="sm" onClick={() => setOpened(true)}>
            {t('review.open')}
          </Button>
        </div>
      )}
      <SidePanel title={t('review.title')} opened={opened} onClose={() => setOpened(false)} size="lg">
        <ReviewList
          waiting={waiting}
          onRemark={(highlight) => {
            setOpened(false)
            remarking.begin(highlight)
          }}
        />
      </SidePanel>
    </>
  )
}

function Choosing({ remarking, quote }: { remarking: Remarking; quote: string }) {
  const t = useText(messages)
  return (
    <div className={styles.bar} data-choosing role="status">
      <Icon name="quote" size={18} />
      <p>
        {t('review.choose')} <q dir="auto">{quote}</q>
      </p>
      <Button size="sm" onClick={remarking.end}>
        {t('cancel')}
      </Button>
    </div>
  )
}

interface ReviewListProps {
  waiting: readonly Highlight[]
  onRemark: (highlight: Highlight) => void
}

function ReviewList({ waiting, onRemark }: ReviewListProps) {
  const t = useText(messages)
  const { accept, remove, busy } = useReview()
  const suggested = waiting.filter(({ suggestion }) => suggestion)
  if (waiting.length === 0)
    return (
      <p className={styles.done}>
        <Icon name="check" size={18} />
        {t('review.done')}
      </p>
    )
  return (
    <div className={styles.panel}>
      <p className={styles.hint}>{t('review.hint')}</p>
      {suggested.length > 1 && (
        <div>
          <Button icon="check" busy={busy} onClick={() => accept(suggested)}>
            {t('review.all', { count: suggested.length })}
          </Button>
        </div>
      )}
      <ul className={styles.list}>
        {waiting.map((highlight) => (
          <li key={highlight.id} className={styles.one}>
            <SideBySide before={highlight.quote} after={highlight.suggestion} />
            <div className={styles.tools}>
              {highlight.suggestion && (
                <Button size="sm" tone="primary" icon="check" busy={busy} onClick={() => accept([highlight])}>
                  {t('review.accept')}
                </Button>
              )}
              <Button size="sm" icon="quote" onClick={() => onRemark(highlight)}>
                {t('review.remark')}
              </Button>
              <Button size="sm" tone="quiet" icon="trash" disabled={busy} onClick={() => remove(highlight)}>
                {t('review.remove')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Ending a review, each in a way that can be taken back. */
function useReview() {
  const t = useText(messages)
  const queries = useQueryClient()
  const report = useReport()
  const undoable = useUndo()
  const fresh = () => queries.invalidateQueries()
  const accepting = useMutation({
    mutationFn: async (chosen: readonly Highlight[]) => {
      for (const highlight of chosen) await settle(highlight)
    },
    onSuccess: (_, chosen) =>
      undoable({
        text: t('review.accepted', { count: chosen.length }),
        undo: async () => {
          for (const { id } of chosen) await reopen(id)
          await fresh()
        },
      }),
    onError: report,
    onSettled: fresh,
  })
  const removing = useMutation({
    mutationFn: ({ id }: Highlight) => removeHighlight(id),
    onSuccess: (_, { id }) =>
      undoable({
        text: t('review.removed'),
        undo: async () => {
          await restoreHighlight(id)
          await fresh()
        },
      }),
    onError: report,
    onSettled: fresh,
  })
  return {
    accept: (chosen: readonly Highlight[]) => accepting.mutate(chosen),
    remove: (highlight: Highlight) => removing.mutate(highlight),
    busy: accepting.isPending || removing.isPending,
  }
}
