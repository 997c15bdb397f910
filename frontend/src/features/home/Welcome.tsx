import { useMay } from '@/api/session'
import { LinkButton } from '@/components/Button'
import { EmptyState } from '@/components/States'
import { useText } from '@/lib/i18n'
import { messages } from './messages'

/** Before anything was marked: what to do so that voices begin here. */
export function Welcome() {
  const t = useText(messages)
  const mayImport = useMay('researcher')
  return (
    <EmptyState
      icon="quote"
      title={t('empty.title')}
      action={
        mayImport && (
          <LinkButton to="/import" tone="primary" icon="upload">
            {t('import')}
          </LinkButton>
        )
      }
    >
      <p>{mayImport ? t('empty.researcher') : t('empty.viewer')}</p>
    </EmptyState>
  )
}
