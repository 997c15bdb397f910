import type { ReactNode } from 'react'
import { useText } from '@/lib/i18n'
import { messages } from './messages'
import styles from './Skeletons.module.css'

/** One bar of text to come; widths vary so that it reads as text. */
export function Bar({ width = '100%', tall }: { width?: string; tall?: boolean }) {
  return <span className={styles.bar} data-tall={tall || undefined} style={{ inlineSize: width }} />
}

function Waiting({ children, className }: { children: ReactNode; className?: string }) {
  const t = useText(messages)
  return (
    <div role="status" aria-label={t('loading')} className={className}>
      {children}
    </div>
  )
}

export function QuoteSkeleton({ count = 3 }: { count?: number }) {
  return (
    <Waiting className={styles.stack}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={styles.card}>
          <Bar tall width="94%" />
          <Bar tall width={index % 2 ? '58%' : '71%'} />
          <Bar width="38%" />
        </div>
      ))}
    </Waiting>
  )
}

export function RowsSkeleton({ count = 5 }: { count?: number }) {
  return (
    <Waiting className={styles.rows}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={styles.row}>
          <span className={styles.dot} />
          <span className={styles.lines}>
            <Bar width={['46%', '34%', '52%'][index % 3]} />
            <Bar width={['24%', '30%', '18%'][index % 3]} />
          </span>
        </div>
      ))}
    </Waiting>
  )
}

export function PageSkeleton() {
  return (
    <Waiting className={styles.page}>
      <Bar tall width="38%" />
      <Bar width="56%" />
      <div className={styles.card}>
        <Bar tall width="90%" />
        <Bar tall width="64%" />
        <Bar width="30%" />
      </div>
    </Waiting>
  )
}
