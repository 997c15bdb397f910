/** /personas/$id: who it is drawn from, and the newest of what they said, to be heard in place. */
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { isProblem } from '@/api/problem'
import { useMay } from '@/api/session'
import { Button, IconButton, LinkButton } from '@/components/Button'
import { Section } from '@/components/Card'
import { Menu } from '@/components/Menu'
import { PageHeader } from '@/components/PageHeader'
import { PageSkeleton, QuoteSkeleton } from '@/components/Skeletons'
import { EmptyState, ErrorState, NoAccess } from '@/components/States'
import { useReport } from '@/components/useReport'
import { PlayableQuote } from '@/features/quotes'
import { FoundActions } from '@/features/search'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { AddPeople } from './AddPeople'
import { People } from './People'
import { PersonaDialog } from './PersonaDialog'
import styles from './Personas.module.css'
import { type Persona, usePersona, usePersonaActions, useSaid } from './api'
import { messages } from './messages'
import { spread } from './spread'

const SHOWN = 6

export function PersonaPage({ personaId }: { personaId: string }) {
  const t = useText(messages)
  const persona = usePersona(personaId)
  if (isProblem(persona.error, 'not_found')) {
    return (
      <NoAccess title={t('gone')} level={1}>
        <p>{t('goneText')}</p>
        <Link to="/personas">{t('title')}</Link>
      </NoAccess>
    )
  }
  if (persona.data) return <Page key={personaId} persona={persona.data} />
  if (persona.error)
    return <ErrorState error={persona.error} retry={() => void persona.refetch()} level={1} />
  return <PageSkeleton />
}

function Page({ persona }: { persona: Persona }) {
  const t = useText(messages)
  const mayShape = useMay('researcher')
  const [adding, setAdding] = useState(false)
  const add = mayShape ? () => setAdding(true) : undefined
  const all = { persona: [persona.id] }
  return (
    <>
      <PageHeader
        title={persona.name}
        above={<Link to="/personas">{t('title')}</Link>}
        lead={
          persona.description && (
            <span className={styles.description} dir="auto">
              {persona.description}
            </span>
          )
        }
        actions={
          <>
            {persona.people > 0 && (
              <>
                <LinkButton to="/search" search={all} tone="primary" icon="search">
                  {t('search')}
                </LinkButton>
                <FoundActions params={all} title={persona.name} />
              </>
            )}
            {mayShape && <Doings persona={persona} />}
          </>
        }
      />
      <div className={styles.columns}>
        <Said persona={persona} onAdd={add} />
        <aside className={styles.side}>
          <People persona={persona} onAdd={add} />
        </aside>
      </div>
      <AddPeople persona={persona} opened={adding} onClose={() => setAdding(false)} />
    </>
  )
}

function Doings({ persona }: { persona: Persona }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const report = useReport()
  const { remove } = usePersonaActions()
  const [editing, setEditing] = useState(false)
  const leave = () => void remove(persona, () => navigate({ to: '/personas' })).catch(report)
  return (
    <>
      <Menu
        target={<IconButton icon="more" tone="secondary" label={t('more')} />}
        entries={[
          { label: t('edit'), icon: 'edit', onSelect: () => setEditing(true) },
          { label: t('delete'), icon: 'trash', danger: true, divided: true, onSelect: leave },
        ]}
      />
      <PersonaDialog persona={persona} opened={editing} onClose={() => setEditing(false)} />
    </>
  )
}

/** What somebody marked comes first; where nobody did, what was said. Of many voices rather than of one. */
function Said({ persona, onAdd }: { persona: Persona; onAdd?: () => void }) {
  const t = useText(messages)
  const { number } = useFormat()
  const marked = useSaid(persona.id, 'is:highlight')
  const said = useSaid(persona.id, '')
  const total = said.data?.total
  const items = spread((marked.data?.items.length ? marked : said).data?.items ?? [], SHOWN)
  const error = marked.error ?? said.error
  const more = total !== undefined && total > items.length && (
    <LinkButton to="/search" search={{ persona: [persona.id] }} tone="quiet" size="sm" icon="arrow-end">
      {t('quotes', { count: total, shown: number(total) })}
    </LinkButton>
  )
  return (
    <Section title={t('said.title')} actions={more}>
      {error ? (
        <ErrorState error={error} retry={() => void Promise.all([marked.refetch(), said.refetch()])} />
      ) : marked.isPending || said.isPending ? (
        <QuoteSkeleton count={2} />
      ) : items.length > 0 ? (
        <div className={styles.voices}>
          {items.map((quote) => (
            <PlayableQuote key={quote.id} quote={quote} />
          ))}
        </div>
      ) : (
        <Silence persona={persona} onAdd={onAdd} />
      )}
    </Section>
  )
}

function Silence({ persona, onAdd }: { persona: Persona; onAdd?: () => void }) {
  const t = useText(messages)
  if (persona.people > 0) {
    return (
      <EmptyState title={t('said.none')}>
        <p>{t('said.noneText')}</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon="people"
      title={onAdd ? t('said.nobody') : t('nobody')}
      action={
        onAdd && (
          <Button tone="primary" icon="plus" onClick={onAdd}>
            {t('who.add')}
          </Button>
        )
      }
    >
      <p>{t(onAdd ? 'said.nobodyText' : 'said.nobodyViewer')}</p>
    </EmptyState>
  )
}
