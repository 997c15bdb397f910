import { useMemo, useState } from 'react'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { CheckField, FormActions } from '@/components/fields'
import { useUndo } from '@/components/useUndo'
import { useText } from '@/lib/i18n'
import type { Reel } from './api'
import { type Repeat, repeatsIn } from './balance'
import { removeItems } from './draft'
import type { Editing } from './editing'
import styles from './Fairness.module.css'
import { messages } from './messages'

interface OneVoiceProps {
  reel: Reel
  editing: Editing
  opened: boolean
  onClose: () => void
}

/** Suggests to hear each person once. Nothing is taken out that was not looked at. */
export function OneVoice({ reel, editing, opened, onClose }: OneVoiceProps) {
  const t = useText(messages)
  return (
    <Dialog title={t('oneVoice')} opened={opened} onClose={onClose} size="lg">
      <Content reel={reel} editing={editing} onClose={onClose} />
    </Dialog>
  )
}

function Content({ reel, editing, onClose }: Omit<OneVoiceProps, 'opened'>) {
  const t = useText(messages)
  const undoable = useUndo()
  const repeats = useMemo(() => repeatsIn(reel.items), [reel.items])
  const [kept, setKept] = useState<readonly string[]>([])
  const dropped = repeats.flatMap(({ drop }) => drop.map(({ id }) => id)).filter((id) => !kept.includes(id))
  const keep = (id: string, on: boolean) =>
    setKept((now) => (on ? now.filter((one) => one !== id) : [...now, id]))
  if (repeats.length === 0) return <p>{t('oneVoice.none')}</p>
  const apply = () => {
    editing.edit(removeItems(dropped))
    undoable({ text: t('oneVoice.done', { count: dropped.length }), undo: editing.undo })
    onClose()
  }
  return (
    <div className={styles.content}>
      <p>{t('oneVoice.lead')}</p>
      {repeats.map((repeat) => (
        <Person key={repeat.person} repeat={repeat} kept={kept} onKeep={keep} />
      ))}
      <FormActions>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button tone="primary" disabled={dropped.length === 0} onClick={apply}>
          {t('oneVoice.apply', { count: dropped.length })}
        </Button>
      </FormActions>
    </div>
  )
}

interface PersonProps {
  repeat: Repeat
  kept: readonly string[]
  onKeep: (id: string, drop: boolean) => void
}

function Person({ repeat, kept, onKeep }: PersonProps) {
  const t = useText(messages)
  return (
    <fieldset className={styles.person}>
      <legend>{repeat.name}</legend>
      <p className={styles.stays} dir="auto">
        <span>{t('oneVoice.stays')}</span> {repeat.keep.text}
      </p>
      {repeat.drop.map((item) => (
        <CheckField
          key={item.id}
          label={item.text}
          description={t('oneVoice.goes')}
          checked={!kept.includes(item.id)}
          onChange={(event) => onKeep(item.id, event.currentTarget.checked)}
        />
      ))}
    </fieldset>
  )
}
