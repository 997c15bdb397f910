import { useState } from 'react'
import { $api, type Schema } from '@/api/client'
import { itemsOf, paged } from '@/api/pages'
import { useMay } from '@/api/session'
import { Loaded, More } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { Table } from '@/components/Rows'
import { SegmentedControl } from '@/components/SegmentedControl'
import { EmptyState, NoAccess } from '@/components/States'
import { useFormat } from '@/lib/format'
import { type Key, type Translate, useText } from '@/lib/i18n'
import styles from './AuditPage.module.css'
import { messages } from './messages'

type Entry = Schema<'AuditOut'>

const FILTERS = ['all', 'consent', 'user', 'project', 'grant'] as const
type Filter = (typeof FILTERS)[number]

export function AuditPage() {
  const t = useText(messages)
  const isAdmin = useMay('admin')
  if (isAdmin) return <Log />
  return (
    <>
      <PageHeader title={t('title')} />
      <NoAccess>
        <p>{t('noAccess')}</p>
      </NoAccess>
    </>
  )
}

function Log() {
  const t = useText(messages)
  const [filter, setFilter] = useState<Filter>('all')
  const query = { action: filter === 'all' ? '' : `${filter}.`, limit: 50 }
  const entries = $api.useInfiniteQuery('get', '/api/audit-entries', { params: { query } }, paged)
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className={styles.filter}>
        <SegmentedControl
          label={t('filter')}
          value={filter}
          onChange={setFilter}
          options={FILTERS.map((value) => ({ value, label: t(`filter.${value}`) }))}
        />
      </div>
      <Loaded query={{ ...entries, data: itemsOf(entries.data) }}>
        {(items) => (items.length > 0 ? <Entries entries={items} /> : <Nothing />)}
      </Loaded>
      <More query={entries} />
    </>
  )
}

function Nothing() {
  const t = useText(messages)
  return (
    <EmptyState icon="history" title={t('empty.title')}>
      <p>{t('empty.text')}</p>
    </EmptyState>
  )
}

/** A deed in words; one this version has no words for shows its code. */
function deedOf(t: Translate<typeof messages>, action: string): string {
  return action in messages.en && action.includes('.')
    ? t(action as Key<typeof messages> & 'user.create')
    : action
}

/** What an entry's details say, flat: "role: viewer · scope: company". */
export function detailOf(detail: Record<string, unknown>): string {
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(text).join(', ')
    if (typeof value === 'object' && value !== null) return `(${detailOf(value as Record<string, unknown>)})`
    return String(value)
  }
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${text(value)}`)
    .join(' · ')
}

function Entries({ entries }: { entries: Entry[] }) {
  const t = useText(messages)
  const format = useFormat()
  return (
    <Table stacks label={t('title')} columns={[t('when'), t('who'), t('what'), t('detail')]}>
      {entries.map((entry) => (
        <tr key={entry.id}>
          <td className={styles.when}>
            <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
          </td>
          <td className={styles.who}>{entry.actor || t('system')}</td>
          <td className={styles.what}>{deedOf(t, entry.action)}</td>
          <td className={styles.detail}>{detailOf(entry.detail)}</td>
        </tr>
      ))}
    </Table>
  )
}
