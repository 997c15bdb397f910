import { useState } from 'react'
import { Button } from '@/components/Button'
import { FormActions, FormStack, TextField } from '@/components/fields'
import { useText } from '@/lib/i18n'
import type { Editing, ReelItem } from './api'
import { messages } from './messages'
import styles from './Items.module.css'

/** The words of a title card. */
export function CardForm({
  item,
  editing,
  onDone,
}: {
  item: ReelItem
  editing: Editing
  onDone: () => void
}) {
  const t = useText(messages)
  const [title, setTitle] = useState(item.title)
  const [text, setText] = useState(item.text)
  const [seconds, setSeconds] = useState(String(item.length_ms / 1000))
  const length = Math.round(Number(seconds.replace(',', '.')) * 1000)
  const isLength = length >= 1000 && length <= 30_000
  const save = () => {
    const values = { title: title.trim(), text: text.trim() }
    void editing
      .change(item.id, { ...values, duration_ms: length }, { ...values, length_ms: length })
      .catch(() => undefined)
    onDone()
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (isLength) save()
      }}
    >
      <FormStack>
        <TextField
          label={t('cardTitle')}
          value={title}
          maxLength={300}
          onChange={(e) => setTitle(e.currentTarget.value)}
        />
        <TextField
          label={t('cardText')}
          value={text}
          maxLength={1000}
          onChange={(e) => setText(e.currentTarget.value)}
        />
        <TextField
          label={t('cardSeconds')}
          value={seconds}
          inputMode="decimal"
          error={!isLength}
          onChange={(e) => setSeconds(e.currentTarget.value)}
        />
        <FormActions>
          <Button onClick={onDone}>{t('cancel')}</Button>
          <Button type="submit" tone="primary" disabled={!isLength}>
            {t('save')}
          </Button>
        </FormActions>
      </FormStack>
    </form>
  )
}
