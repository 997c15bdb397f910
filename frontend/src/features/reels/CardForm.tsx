import { Button } from '@/components/Button'
import { FormActions, FormStack, TextField } from '@/components/fields'
import { useText } from '@/lib/i18n'
import type { ReelItem } from './api'
import { Fades, Note } from './ClipForm'
import styles from './Items.module.css'
import { messages } from './messages'
import { Seconds } from './Seconds'

interface CardFormProps {
  item: ReelItem
  onChange: (values: Partial<ReelItem>, kind: string) => void
  onDone: () => void
}

/** The words of a card, and how long it stays. They are saved as they are typed. */
export function CardForm({ item, onChange, onDone }: CardFormProps) {
  const t = useText(messages)
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        onDone()
      }}
    >
      <FormStack>
        <TextField
          label={t('cardTitle')}
          value={item.title}
          maxLength={300}
          onChange={(event) => onChange({ title: event.currentTarget.value }, 'title')}
        />
        <TextField
          label={t('cardText')}
          value={item.text}
          maxLength={1000}
          onChange={(event) => onChange({ text: event.currentTarget.value }, 'text')}
        />
        <div className={styles.settings}>
          <Seconds
            label={t('cardSeconds')}
            value={item.length_ms}
            least={1000}
            most={30_000}
            onChange={(length_ms) => onChange({ length_ms }, 'length')}
          />
          <Fades item={item} onChange={onChange} />
        </div>
        <Note item={item} onChange={onChange} />
        <FormActions>
          <Button type="submit" size="sm" tone="primary">
            {t('done')}
          </Button>
        </FormActions>
      </FormStack>
    </form>
  )
}
