import { useText } from '@/lib/i18n'
import { Button } from './Button'
import { FormActions, FormStack } from './fields'
import { messages } from './messages'
import styles from './ShownOnce.module.css'
import { useCopy } from './useCopy'

/** A secret at its birth: the only time that it is told. */
export function ShownOnce({ lead, secret, onDone }: { lead: string; secret: string; onDone: () => void }) {
  const t = useText(messages)
  const copy = useCopy()
  return (
    <FormStack>
      <p>{lead}</p>
      <Secret>{secret}</Secret>
      <FormActions>
        <Button icon="copy" onClick={() => copy(secret)}>
          {t('copy')}
        </Button>
        <Button tone="primary" onClick={onDone}>
          {t('done')}
        </Button>
      </FormActions>
    </FormStack>
  )
}

/** Letters to copy exactly: one press selects them all. */
export function Secret({ children }: { children: string }) {
  return <code className={styles.secret}>{children}</code>
}
