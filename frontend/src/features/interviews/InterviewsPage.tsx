import { useMay } from '@/api/session'
import { LinkButton } from '@/components/Button'
import { PageHeader } from '@/components/PageHeader'
import { EmptyState } from '@/components/States'
import { useText } from '@/lib/i18n'
import { InterviewList } from './InterviewRows'
import { messages } from './messages'

export function InterviewsPage() {
  const t = useText(messages)
  const mayImport = useMay('researcher')
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          mayImport && (
            <LinkButton to="/import" tone="primary" icon="upload">
              {t('import')}
            </LinkButton>
          )
        }
      />
      <InterviewList empty={<NoInterviews mayImport={mayImport} />} />
    </>
  )
}

/** No interviews: what to do about it depends on who is looking. */
export function NoInterviews({ mayImport, projectId }: { mayImport: boolean; projectId?: string }) {
  const t = useText(messages)
  return (
    <EmptyState
      icon="interview"
      title={t('empty.title')}
      action={
        mayImport && (
          <LinkButton to="/import" search={{ project: projectId }} tone="primary" icon="upload">
            {t('import')}
          </LinkButton>
        )
      }
    >
      <p>{mayImport ? t('empty.researcher') : t('empty.viewer')}</p>
    </EmptyState>
  )
}
