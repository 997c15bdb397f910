import type { ReactNode } from 'react'
import { useText } from '@/lib/i18n'
import styles from './Chip.module.css'
import { Icon } from './Icon'
import { messages } from './messages'

interface ChipProps {
  /** Said when it is removed. */
  label: string
  children?: ReactNode
  onRemove?: () => void
}

/** A choice that is in force, and can be taken away. */
export function Chip({ label, children, onRemove }: ChipProps) {
  const t = useText(messages)
  return (
    <span className={styles.chip}>
      {children ?? label}
      {onRemove && (
        <button type="button" aria-label={t('chip.remove', { what: label })} onClick={onRemove}>
          <Icon name="close" size={14} />
        </button>
      )}
    </span>
  )
}

/** A quiet word at the edge of things: a role, a kind, a count. */
export function Label({ children }: { children: ReactNode }) {
  return <span className={styles.label}>{children}</span>
}
