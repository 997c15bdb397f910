import { PageHeader } from '@/components/PageHeader'
import { useText } from '@/lib/i18n'
import { messages } from './messages'

export function InterviewPage({ interviewId }: { interviewId: string }) {
  const t = useText(messages)
  return <PageHeader title={t('title')} lead={interviewId} />
}
