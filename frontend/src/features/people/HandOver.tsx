import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { FormActions, FormStack } from '@/components/fields'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import styles from './PeoplePage.module.css'
import { messages } from './messages'

/** A link to hand over oneself, where this server sends no mail. Shown once. */
export function HandOver({
  link,
  name,
  onClose,
}: {
  link: string | null
  name: string
  onClose: () => void
}) {
  const t = useText(messages)
  const copy = () =>
    void navigator.clipboard
      .writeText(link ?? '')
      .then(() => showToast({ text: t('link.copied'), tone: 'success' }))
  return (
    <Dialog title={t('link.handOver', { name })} opened={link !== null} onClose={onClose}>
      <FormStack>
        <p>{t('link.once')}</p>
        <code className={styles.link}>{link}</code>
        <FormActions>
          <Button icon="copy" onClick={copy}>
            {t('link.copy')}
          </Button>
          <Button tone="primary" onClick={onClose}>
            {t('link.done')}
          </Button>
        </FormActions>
      </FormStack>
    </Dialog>
  )
}
