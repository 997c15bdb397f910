import { Link } from '@tanstack/react-router'
import type { Schema } from '@/api/client'
import { Table } from '@/components/Rows'
import { useFormat } from '@/lib/format'
import { type Key, type Translate, useText } from '@/lib/i18n'
import styles from './AuditPage.module.css'
import { messages } from './messages'
import { type Place, detailOf, placeOf } from './telling'

export type Entry = Schema<'AuditOut'>

/** A deed in words; one this version has no words for shows its code. */
function deedOf(t: Translate<typeof messages>, action: string): string {
  return action in messages.en && action.includes('.')
    ? t(action as Key<typeof messages> & 'user.create')
    : action.replaceAll('_', ' ').replace('.', ': ')
}

export function Entries({ entries }: { entries: Entry[] }) {
  const t = useText(messages)
  const format = useFormat()
  return (
    <Table stacks label={t('title')} columns={[t('when'), t('who'), t('what'), t('detail')]}>
      {entries.map((entry) => (
        <tr key={entry.id}>
          <td className={styles.when}>
            <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
          </td>
          <td className={styles.who}>{entry.actor || t(entry.actor_id ? 'forgotten' : 'system')}</td>
          <td className={styles.what}>
            {deedOf(t, entry.action)}
            <Target place={placeOf(entry)} />
          </td>
          <td className={styles.detail}>
            <span className={styles.number} title={entry.hash}>
              {t('number', { number: entry.id })}
            </span>
            {detailOf(entry.detail)}
          </td>
        </tr>
      ))}
    </Table>
  )
}

function Target({ place }: { place: Place | null }) {
  const t = useText(messages)
  if (!place) return null
  return (
    <Link className={styles.target} {...place.link}>
      {t(`to.${place.kind}`)}
    </Link>
  )
}
