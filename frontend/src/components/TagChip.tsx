import type { MouseEventHandler, ReactNode } from 'react'
import { useText } from '@/lib/i18n'
import { Icon } from './Icon'
import styles from './TagChip.module.css'
import { messages } from './messages'

/** The colours a tag may have; the same names as the server's, painted by each theme in its own way. */
export const TAG_COLOURS = [
  'slate',
  'rust',
  'amber',
  'olive',
  'green',
  'teal',
  'sky',
  'blue',
  'violet',
  'plum',
  'rose',
  'brown',
] as const

interface TagChipProps {
  name: string
  colour: string
  /** Where the tag hangs, e.g. "Onboarding"; shown before the name. */
  parent?: string
  onClick?: MouseEventHandler<HTMLButtonElement>
  onRemove?: () => void
  pressed?: boolean
}

/** A tag: a dot in its colour, its name in ink. The name carries the meaning. */
export function TagChip({ name, colour, parent, onClick, onRemove, pressed }: TagChipProps) {
  const t = useText(messages)
  const inner: ReactNode = (
    <>
      <span className={styles.dot} aria-hidden="true" />
      {parent && <span className={styles.parent}>{parent} / </span>}
      <span className={styles.name}>{name}</span>
    </>
  )
  return (
    <span className={styles.chip} data-colour={colour} data-pressed={pressed || undefined}>
      {onClick ? (
        <button type="button" className={styles.button} onClick={onClick} aria-pressed={pressed}>
          {inner}
        </button>
      ) : (
        <span className={styles.plain}>{inner}</span>
      )}
      {onRemove && (
        <button
          type="button"
          className={styles.remove}
          aria-label={t('chip.remove', { what: name })}
          onClick={onRemove}
        >
          <Icon name="close" size={14} />
        </button>
      )}
    </span>
  )
}

/** A tag's colour alone, e.g. in a list that names the tag beside it. */
export function TagDot({ colour }: { colour: string }) {
  return (
    <span className={styles.chip} data-colour={colour} data-bare>
      <span className={styles.dot} aria-hidden="true" />
    </span>
  )
}
