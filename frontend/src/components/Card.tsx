import type { ReactNode } from 'react'
import styles from './Card.module.css'

/** A sheet of paper on the page. */
export function Card({ children, tone = 'plain' }: { children: ReactNode; tone?: 'plain' | 'sunken' }) {
  return (
    <div className={styles.card} data-tone={tone}>
      {children}
    </div>
  )
}

/** A sheet of paper with a heading and, at its end, the one thing to do with it. */
export function TitledCard({
  title,
  action,
  children,
}: {
  title: string
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <Card>
      <div className={styles.titled}>
        <h2 className={styles.cardTitle}>{title}</h2>
        {action}
      </div>
      {children}
    </Card>
  )
}

/** A part of a page with its own heading. */
export function Section({
  title,
  lead,
  actions,
  children,
}: {
  title: string
  lead?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <section className={styles.section}>
      <header className={styles.head}>
        <div>
          <h2 className={styles.title}>{title}</h2>
          {lead && <p className={styles.lead}>{lead}</p>}
        </div>
        {actions}
      </header>
      {children}
    </section>
  )
}

/** Things on a page that stand side by side where there is room. */
export function Grid({ children, min = '18rem' }: { children: ReactNode; min?: string }) {
  return (
    <div
      className={styles.grid}
      style={{ gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${min}), 1fr))` }}
    >
      {children}
    </div>
  )
}
