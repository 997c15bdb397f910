import type { ReactNode } from 'react'
import { Card } from '@/components/Card'
import styles from './Consents.module.css'

/** A card with a heading and, at its end, the one thing to do with it. */
export function Titled({
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
      <div className={styles.cardHead}>
        <h2 className={styles.cardTitle}>{title}</h2>
        {action}
      </div>
      {children}
    </Card>
  )
}
