import { useState } from 'react'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { EmotionMark } from '@/components/EmotionMark'
import { EMOTIONS, type EmotionName } from '@/components/emotions'
import { Loaded } from '@/components/Loaded'
import { RowsSkeleton } from '@/components/Skeletons'
import { CheckField, FormActions } from '@/components/fields'
import { useUndo } from '@/components/useUndo'
import { useText } from '@/lib/i18n'
import { type Reel, type Suggestion, useOpposing } from './api'
import { newClip, putItems } from './draft'
import type { Editing } from './editing'
import styles from './Fairness.module.css'
import { messages } from './messages'

interface OpposingProps {
  reel: Reel
  editing: Editing
  opened: boolean
  onClose: () => void
}

/** Suggests people who felt the opposite about the same things. */
export function Opposing({ reel, editing, opened, onClose }: OpposingProps) {
  const t = useText(messages)
  const found = useOpposing(reel.id, opened)
  return (
    <Dialog title={t('opposing')} opened={opened} onClose={onClose} size="lg">
      <Loaded query={{ ...found, data: found.data?.items }} waiting={<RowsSkeleton count={3} />}>
        {(items) =>
          items.length === 0 ? (
            <p>
              {reel.positive && reel.positive === reel.negative ? t('opposing.even') : t('opposing.none')}
            </p>
          ) : (
            <Content items={items} reel={reel} editing={editing} onClose={onClose} />
          )
        }
      </Loaded>
    </Dialog>
  )
}

interface ContentProps extends Omit<OpposingProps, 'opened'> {
  items: readonly Suggestion[]
}

function Content({ items, reel, editing, onClose }: ContentProps) {
  const t = useText(messages)
  const undoable = useUndo()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const choose = (id: string, on: boolean) =>
    setChosen((now) => (on ? [...now, id] : now.filter((one) => one !== id)))
  const apply = () => {
    const taken = items
      .filter(({ highlight_id }) => chosen.includes(highlight_id))
      .map(({ highlight_id, quote, speaker_name }) =>
        newClip({ highlightId: highlight_id, quote, speaker: speaker_name }),
      )
    editing.edit(putItems(taken, reel.items.length))
    undoable({ text: t('opposing.done', { count: taken.length }), undo: editing.undo })
    onClose()
  }
  return (
    <div className={styles.content}>
      <p>{t('opposing.lead')}</p>
      <ul className={styles.suggestions}>
        {items.map((item) => (
          <li key={item.highlight_id}>
            <CheckField
              label={item.quote}
              description={[item.speaker_name, item.participant_role, item.interview_title]
                .filter(Boolean)
                .join(' · ')}
              checked={chosen.includes(item.highlight_id)}
              onChange={(event) => choose(item.highlight_id, event.currentTarget.checked)}
            />
            {item.emotion in EMOTIONS && (
              <EmotionMark emotion={item.emotion as EmotionName} intensity={item.intensity} />
            )}
          </li>
        ))}
      </ul>
      <FormActions>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button tone="primary" disabled={chosen.length === 0} onClick={apply}>
          {t('opposing.apply', { count: chosen.length })}
        </Button>
      </FormActions>
    </div>
  )
}
