import { useNavigate, useSearch } from '@tanstack/react-router'
import { $api } from '@/api/client'
import { itemsOf, paged } from '@/api/pages'
import { useMay } from '@/api/session'
import { AnchorButton } from '@/components/Button'
import { Loaded, More } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { EmptyState, NoAccess } from '@/components/States'
import { useText } from '@/lib/i18n'
import { ChainStatus } from './ChainStatus'
import { Entries } from './Entries'
import { Filters } from './Filters'
import { messages } from './messages'
import { type AuditParams, fileOf, queryOf } from './params'

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
  const params = useSearch({ from: '/inside/settings/audit' })
  const navigate = useNavigate()
  const change = (next: AuditParams) => void navigate({ to: '/settings/audit', search: next, replace: true })
  const entries = $api.useInfiniteQuery(
    'get',
    '/api/audit-entries',
    { params: { query: { ...queryOf(params), limit: 50 } } },
    paged,
  )
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <>
            <AnchorButton icon="download" href={fileOf(params, 'csv')} download>
              {t('csv')}
            </AnchorButton>
            <AnchorButton tone="quiet" href={fileOf(params, 'jsonl')} download>
              {t('jsonl')}
            </AnchorButton>
          </>
        }
      />
      <ChainStatus />
      <Filters params={params} onChange={change} />
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
