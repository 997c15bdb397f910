import { useNavigate } from '@tanstack/react-router'
import { itemsOf } from '@/api/pages'
import { type Project, useProjects } from '@/api/projects'
import { useMay } from '@/api/session'
import { Button, LinkButton } from '@/components/Button'
import { Loaded, More } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { EmptyState } from '@/components/States'
import { useAttributes } from '@/features/attributes'
import { EndingNotice } from '@/features/consents'
import { type Filter, FilterBar } from '@/features/segments'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { Duplicates } from './Duplicates'
import { NewParticipant } from './NewParticipant'
import { ParticipantRows } from './ParticipantRows'
import styles from './ParticipantsPage.module.css'
import { useFound } from './api'
import { messages } from './messages'

/** Everybody who was heard, narrowed down as the address says. */
export function ParticipantsPage({ filter }: { filter: Filter }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const projects = useProjects()
  const mayResearch = useMay('researcher')
  const items = itemsOf(projects.data) ?? []
  const attributes = useAttributes(filter.project).data ?? []
  const show = (search: Filter) => void navigate({ to: '/participants', search, replace: true })
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={<Doings projects={items} chosen={filter.project} />}
      />
      {mayResearch && <EndingNotice />}
      <FilterBar filter={filter} projects={items} attributes={attributes} onChange={show} />
      <Found filter={filter} projects={items} onClear={() => show({})} />
    </>
  )
}

function Doings({ projects, chosen }: { projects: readonly Project[]; chosen?: string }) {
  const t = useText(messages)
  const mayResearch = useMay('researcher')
  const own = projects.filter(({ id, may_research }) => may_research && (!chosen || id === chosen))
  if (own.length === 0 && !mayResearch) return null
  const project = chosen ?? (own.length === 1 ? own[0]?.id : undefined)
  return (
    <>
      {mayResearch && (
        <LinkButton to="/consents" tone="quiet" icon="shield">
          {t('consents')}
        </LinkButton>
      )}
      <LinkButton to="/participants/attributes" search={{ project: chosen }} tone="quiet" icon="settings">
        {t('attributesPage')}
      </LinkButton>
      {own.length > 0 && (
        <LinkButton to="/participants/import" search={{ project }} icon="upload">
          {t('importPage')}
        </LinkButton>
      )}
      <NewParticipant projects={own} tone="primary" />
    </>
  )
}

interface FoundProps {
  filter: Filter
  projects: readonly Project[]
  onClear: () => void
}

function Found({ filter, projects, onClear }: FoundProps) {
  const t = useText(messages)
  const format = useFormat()
  const found = useFound(filter)
  const total = found.data?.pages[0]?.total ?? 0
  const names = new Map(projects.map(({ id, name }) => [id, name]))
  const chosen = projects.find(({ id }) => id === filter.project)
  const isNarrow = Object.values(filter).some((value) => value !== undefined)
  return (
    <>
      <Loaded query={{ ...found, data: itemsOf(found.data) }}>
        {(items) =>
          items.length > 0 ? (
            <>
              {chosen?.may_research && <Duplicates projectId={chosen.id} />}
              <p className={styles.count} role="status">
                {t('count', { count: total, shown: format.number(total) })}
              </p>
              <ParticipantRows participants={items} projectNames={filter.project ? undefined : names} />
            </>
          ) : isNarrow ? (
            <EmptyState
              icon="filter"
              title={t('none.title')}
              action={<Button onClick={onClear}>{t('none.clear')}</Button>}
            >
              <p>{t('none.text')}</p>
            </EmptyState>
          ) : (
            <Nobody />
          )
        }
      </Loaded>
      <More query={found} />
    </>
  )
}

/** Nobody yet, and how that changes. */
export function Nobody() {
  const t = useText(messages)
  return (
    <EmptyState icon="people" title={t('empty.title')}>
      <p>{t('empty.text')}</p>
    </EmptyState>
  )
}
