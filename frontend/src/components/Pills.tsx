import type { ReactNode } from 'react'
import styles from './Pills.module.css'

/** Short links side by side; on a phone they stand in one row that scrolls. */
export function Pills({ children }: { children: ReactNode }) {
  return <ul className={styles.pills}>{children}</ul>
}

/** One of them: a link, and a PillCount in it where there is something to count. `fresh` where it has news. */
export function Pill({ fresh, children }: { fresh?: boolean; children: ReactNode }) {
  return (
    <li className={styles.pill} data-fresh={fresh || undefined}>
      {children}
    </li>
  )
}

export function PillCount({ children }: { children: ReactNode }) {
  return <span className={styles.count}>{children}</span>
}
