import { Link as PageLink, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { itemsOf } from '@/api/pages'
import { useProjects } from '@/api/projects'
import { Avatar } from '@/components/Avatar'
import { ConsentBadge } from '@/components/ConsentBadge'
import { CheckField, SelectField } from '@/components/fields'
import { Loaded, More } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { Dotted } from '@/components/Rows'
import { EmptyState } from '@/components/States'
import { Tabs } from '@/components/Tabs'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { BulkBar } from './BulkBar'
import { LinkState } from './ConsentRecord'
import styles from './Consents.module.css'
import { FormsList } from './FormsList'
import { type ConsentRow, useConsents } from './api'
import { messages } from './messages'
import type { ConsentsAsked } from './params'
import { type ListState, STATES } from './states'

/** Everybody's consent by its state, and the forms that people are asked with. */
export function ConsentsPage({ asked }: { asked: ConsentsAsked }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const state = asked.state ?? 'ending'
  const tab = asked.tab ?? state
  const go = (next: ListState | 'forms') =>
    void navigate({
      to: '/consents',
      search: next === 'forms' ? { tab: 'forms' } : { state: next, project: asked.project },
      replace: true,
    })
  return (
    <>
      <PageHeader
        title={t('page.title')}
        lead={t('page.lead')}
        above={<PageLink to="/participants">{t('page.back')}</PageLink>}
      />
      <Tabs
        label={t('page.title')}
        value={tab}
        onChange={go}
        tabs={[
          ...STATES.map((value) => ({ value, label: t(`state.${value}`) })),
          { value: 'forms' as const, label: t('forms.title') },
        ]}
      >
        {tab === 'forms' ? (
          <FormsList />
        ) : (
          <People key={`${state} ${asked.project ?? ''}`} state={state} project={asked.project} />
        )}
      </Tabs>
    </>
  )
}

function People({ state, project }: { state: ListState; project: string | undefined }) {
  const t = useText(messages)
  const consents = useConsents(state, project)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const total = consents.data?.pages[0]?.total ?? 0
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  return (
    <>
      <ProjectChoice state={state} project={project} />
      <Loaded query={{ ...consents, data: itemsOf(consents.data) }}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState icon="shield" title={t(`empty.${state}`)}>
              <p>{t('empty.text')}</p>
            </EmptyState>
          ) : (
            <>
              <div className={styles.above}>
                <CheckField
                  label={t('select.all', { count: rows.length })}
                  checked={chosen.size === rows.length}
                  indeterminate={chosen.size > 0 && chosen.size < rows.length}
                  onChange={(event) =>
                    setChosen(
                      new Set(event.currentTarget.checked ? rows.map((row) => row.participant_id) : []),
                    )
                  }
                />
                <span className={styles.fine}>{t('select.total', { count: total })}</span>
              </div>
              <ul className={styles.people} aria-label={t(`state.${state}`)}>
                {rows.map((row) => (
                  <Person
                    key={row.participant_id}
                    row={row}
                    chosen={chosen.has(row.participant_id)}
                    onToggle={() => toggle(row.participant_id)}
                  />
                ))}
              </ul>
              <BulkBar
                rows={rows.filter((row) => chosen.has(row.participant_id))}
                onClear={() => setChosen(new Set())}
              />
            </>
          )
        }
      </Loaded>
      <More query={consents} />
    </>
  )
}

function Person({ row, chosen, onToggle }: { row: ConsentRow; chosen: boolean; onToggle: () => void }) {
  const t = useText(messages)
  const format = useFormat()
  const { consent } = row
  const ends =
    consent.expires_on &&
    t(consent.status === 'granted' ? 'row.until' : 'row.ended', {
      date: format.date(consent.expires_on),
    })
  return (
    <li className={styles.person} data-chosen={chosen || undefined}>
      <CheckField
        aria-label={t('select.one', { name: row.pseudonym })}
        checked={chosen}
        onChange={onToggle}
      />
      <Avatar name={row.pseudonym} />
      <div className={styles.grow}>
        <PageLink
          className={styles.name}
          to="/participants/$participantId"
          params={{ participantId: row.participant_id }}
        >
          {row.pseudonym}
        </PageLink>
        <p className={styles.fine}>
          <Dotted parts={[row.project_name, consent.status !== 'pending' && ends]} />
        </p>
      </div>
      <div className={styles.states}>
        <ConsentBadge status={consent.status} scope={consent.scope} />
        {row.link && <LinkState link={row.link} />}
      </div>
    </li>
  )
}

const ALL = ''

function ProjectChoice({ state, project }: { state: ListState; project: string | undefined }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const mine = (itemsOf(useProjects().data) ?? []).filter(({ may_research }) => may_research)
  if (mine.length < 2) return null
  return (
    <div className={styles.filter}>
      <SelectField
        label={t('filter.project')}
        allowDeselect={false}
        data={[
          { value: ALL, label: t('filter.all') },
          ...mine.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={project ?? ALL}
        onChange={(value) =>
          void navigate({ to: '/consents', search: { state, project: value || undefined }, replace: true })
        }
      />
    </div>
  )
}
