import { Button } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { useReport } from '@/components/useReport'
import { useText } from '@/lib/i18n'
import { useReelNotices, useSeeNotices } from './api'
import { messages } from './messages'
import styles from './ReelNotices.module.css'

const REASONS = ['withdrawn', 'expired', 'gone', 'text_only', 'scope', 'pending'] as const

/** Tells whoever edits a reel which clips fell silent since they last looked, and why; never whose they were. */
export function ReelNotices({ reelId }: { reelId: string }) {
  const t = useText(messages)
  const report = useReport()
  const notices = useReelNotices(reelId)
  const see = useSeeNotices(reelId)
  const items = notices.data?.items ?? []
  if (items.length === 0) return null
  const counts = REASONS.map((reason) => ({
    reason,
    count: new Set(items.filter((one) => one.reason === reason).map((one) => one.item_id)).size,
  })).filter(({ count }) => count > 0)
  return (
    <aside className={styles.notices} aria-label={t('notices')}>
      <Icon name="shield" size={20} />
      <div className={styles.words}>
        {counts.map(({ reason, count }) => (
          <p key={reason}>{t(`notice.${reason}`, { count })}</p>
        ))}
        <p className={styles.more}>{t('notice.files')}</p>
      </div>
      <Button size="sm" onClick={() => void see().catch(report)}>
        {t('notice.seen')}
      </Button>
    </aside>
  )
}
