import { PageHeader } from '@/components/PageHeader'
import { useText } from '@/lib/i18n'
import { messages } from './messages'

export function HomePage() {
  const t = useText(messages)
  return <PageHeader title={t('title')} />
}
