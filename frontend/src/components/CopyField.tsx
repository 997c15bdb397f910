import { useText } from '@/lib/i18n'
import { Button } from './Button'
import styles from './CopyField.module.css'
import { messages } from './messages'
import { useCopy } from './useCopy'

interface CopyFieldProps {
  label: string
  value: string
  action?: string
  tone?: 'primary' | 'secondary'
}

/** An address to take along: to look at, to select, and to copy with one press. */
export function CopyField({ label, value, action, tone = 'secondary' }: CopyFieldProps) {
  const t = useText(messages)
  const copy = useCopy()
  return (
    <div className={styles.field}>
      <input
        className={styles.value}
        aria-label={label}
        readOnly
        value={value}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button tone={tone} icon="copy" onClick={() => copy(value)}>
        {action ?? t('copy')}
      </Button>
    </div>
  )
}
