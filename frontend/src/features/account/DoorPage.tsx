import type { ReactNode } from 'react'
import { PageHeader } from '@/components/PageHeader'
import { Wordmark } from '@/components/Wordmark'
import { useText } from '@/lib/i18n'
import styles from './DoorPage.module.css'
import { messages } from './messages'

/** The page in front of the product: a form on one side, a voice on the other. */
export function DoorPage({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const t = useText(messages)
  return (
    <div className={styles.door}>
      <main className={styles.form}>
        <Wordmark />
        <div className={styles.middle}>
          <PageHeader title={title} lead={lead} />
          {children}
        </div>
      </main>
      <aside className={styles.side}>
        <figure>
          <blockquote className={styles.words}>
            <p>
              <mark>{t('side.words')}</mark>
            </p>
          </blockquote>
          <figcaption className={styles.voice}>{t('side.voice')}</figcaption>
        </figure>
      </aside>
    </div>
  )
}
