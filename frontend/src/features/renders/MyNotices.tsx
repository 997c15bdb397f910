import { Link } from '@tanstack/react-router'
import { $api } from '@/api/client'
import { Icon } from '@/components/Icon'
import { useText } from '@/lib/i18n'
import { messages } from './messages'
import styles from './ReelNotices.module.css'

/** Tells people at home which of their reels lost clips since they last looked there. */
export function MyNotices() {
  const t = useText(messages)
  const items = $api.useQuery('get', '/api/notices').data?.items ?? []
  const titles = new Map(items.map((one) => [one.reel_id, one.reel_title]))
  if (titles.size === 0) return null
  return (
    <aside className={styles.notices} aria-label={t('mine.title')}>
      <Icon name="shield" size={20} />
      <div className={styles.words}>
        <p>{t('mine.title')}</p>
        <ul className={styles.reels}>
          {[...titles].map(([id, title]) => (
            <li key={id}>
              <Link to="/reels/$reelId" params={{ reelId: id }}>
                {title}
              </Link>{' '}
              {t('mine.clips', {
                count: new Set(items.filter((one) => one.reel_id === id).map((one) => one.item_id)).size,
              })}
            </li>
          ))}
        </ul>
      </div>
    </aside>
  )
}
