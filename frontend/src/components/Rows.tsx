import type { ReactNode } from 'react'
import { Icon, type IconName } from './Icon'
import styles from './Rows.module.css'

/** A list of things to go to. */
export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={styles.rows} aria-label={label}>
      {children}
    </ul>
  )
}

interface RowProps {
  /** The name, usually a link; the whole row follows it. */
  title: ReactNode
  /** A line below the name. */
  meta?: ReactNode
  /** At the start: an avatar or a drawing. */
  lead?: ReactNode
  /** At the end: badges, counts, a menu. Stays clickable by itself. */
  end?: ReactNode
}

/** One thing: put a link into `title` and the whole row becomes its target. */
export function Row({ title, meta, lead, end }: RowProps) {
  return (
    <li className={styles.row}>
      {lead}
      <div className={styles.words}>
        <div className={styles.title}>{title}</div>
        {meta && <div className={styles.meta}>{meta}</div>}
      </div>
      {end && <div className={styles.end}>{end}</div>}
      <span className={styles.arrow}>
        <Icon name="chevron-end" size={16} />
      </span>
    </li>
  )
}

/** What a row is about, as a drawing at its start. */
export function RowIcon({ name }: { name: IconName }) {
  return (
    <span className={styles.icon}>
      <Icon name={name} />
    </span>
  )
}

/** Words with dots between them; empty ones are left out. */
export function Dotted({ parts }: { parts: ReactNode[] }) {
  return (
    <span className={styles.dotted}>
      {parts.filter(Boolean).map((part, index) => (
        <span key={index}>{part}</span>
      ))}
    </span>
  )
}

interface TableProps {
  label: string
  columns: ReactNode[]
  /** The `<tr>`s. */
  children: ReactNode
  /** On a narrow screen: each row's cells one below the other, instead of scrolling. */
  stacks?: boolean
}

/** A table; on a narrow screen it scrolls inside itself, or stacks. */
export function Table({ label, columns, children, stacks }: TableProps) {
  return (
    // A region that scrolls must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} role="region" aria-label={label} tabIndex={0}>
      <table className={styles.table} data-stacks={stacks || undefined}>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={index} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
