import { useText } from '@/lib/i18n'
import styles from './ConsentBadge.module.css'
import { Icon, type IconName } from './Icon'
import { messages } from './messages'

type ConsentStatus = 'pending' | 'granted' | 'withdrawn' | 'expired'
type ConsentScope = 'team' | 'company' | 'public'

const ICONS: Record<ConsentStatus, IconName> = {
  granted: 'shield',
  pending: 'hourglass',
  withdrawn: 'ban',
  expired: 'clock',
}

/** What someone allowed: a sign, a word, and how far it reaches. */
export function ConsentBadge({ status, scope }: { status: ConsentStatus; scope?: ConsentScope }) {
  const t = useText(messages)
  return (
    <span className={styles.badge} data-status={status}>
      <Icon name={ICONS[status]} size={15} />
      {t(`consent.${status}`)}
      {status === 'granted' && scope && <span className={styles.scope}>{t(`scope.${scope}`)}</span>}
    </span>
  )
}
