import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import type { Grant } from './api'
import { messages } from './messages'
import styles from './PlaysLately.module.css'
import { SPAN_DAYS, bySite, perDay } from './plays'

type Days = Grant['days']

/** Plays of the last four weeks: a small drawing, and the same as a table for whoever opens or cannot see it. */
export function PlaysLately({ days }: { days: Days }) {
  const t = useText(messages)
  const format = useFormat()
  const counts = perDay(days, new Date())
  const most = Math.max(1, ...counts)
  const total = days.reduce((sum, day) => sum + day.plays, 0)
  return (
    <details className={styles.plays}>
      <summary>
        <span className={styles.drawing} aria-hidden="true">
          {counts.map((count, at) => (
            <i key={at} style={{ blockSize: `${Math.max(count ? 12 : 4, (count / most) * 100)}%` }} />
          ))}
        </span>
        <span>{t('lately', { count: total, days: SPAN_DAYS })}</span>
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('site')}</th>
            <th scope="col">{t('lastDay')}</th>
            <th scope="col">{t('playsHead')}</th>
          </tr>
        </thead>
        <tbody>
          {bySite(days).map(({ site, plays, last }) => (
            <tr key={site}>
              <td>{site.replace(/^https:\/\//, '') || t('byItself')}</td>
              <td>{format.date(last)}</td>
              <td>{plays}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
