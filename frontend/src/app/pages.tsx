/** Pages that stand in when there is no other: waiting, broken, not there. */
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { Problem } from '@/api/problem'
import { Button, LinkButton } from '@/components/Button'
import { PageHeader } from '@/components/PageHeader'
import { PageSkeleton } from '@/components/Skeletons'
import { ErrorState } from '@/components/States'
import { useText } from '@/lib/i18n'
import { messages } from './messages'
import styles from './pages.module.css'

export function PagePending() {
  return <PageSkeleton />
}

export function NotFound() {
  const t = useText(messages)
  return (
    <div className={styles.page}>
      <PageHeader
        title={t('notFound.title')}
        lead={t('notFound.text')}
        actions={<LinkButton to="/">{t('notFound.home')}</LinkButton>}
      />
    </div>
  )
}

/** A page that threw. Problems of the server say their own words; the rest is a bug and offers a reload. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const t = useText(messages)
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <div className={styles.page}>
      <PageHeader title={t('error.title')} />
      <ErrorState error={error} retry={error instanceof Problem ? retry : undefined} />
      {!(error instanceof Problem) && (
        <div className={styles.reload}>
          <Button tone="primary" onClick={() => location.reload()}>
            {t('error.reload')}
          </Button>
        </div>
      )}
    </div>
  )
}
