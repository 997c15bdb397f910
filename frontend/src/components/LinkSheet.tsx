import { type ReactNode } from 'react'
import styles from './LinkSheet.module.css'

interface LinkSheetProps {
  tone?: 'plain' | 'sunken'
  children: ReactNode
}

/** A sheet of paper that leads somewhere: put the link into a SheetTitle, and the whole sheet becomes its target. */
export function LinkSheet({ tone = 'plain', children }: LinkSheetProps) {
  return (
    <article className={styles.sheet} data-tone={tone}>
      {children}
    </article>
  )
}

export function SheetTitle({
  level,
  className = '',
  children,
}: {
  level: 2 | 3
  className?: string
  children: ReactNode
}) {
  const Heading = `h${level}` as const
  return (
    <Heading className={`${styles.title} ${className}`} dir="auto">
      {children}
    </Heading>
  )
}
