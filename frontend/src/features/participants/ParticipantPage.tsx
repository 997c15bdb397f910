import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { api } from '@/api/client'
import { itemsOf } from '@/api/pages'
import { Avatar } from '@/components/Avatar'
import { Button, IconButton } from '@/components/Button'
import { Section, TitledCard } from '@/components/Card'
import { SidePanel } from '@/components/Dialog'
import { Icon } from '@/components/Icon'
import { Loaded, More } from '@/components/Loaded'
import { Menu } from '@/components/Menu'
import { PageHeader } from '@/components/PageHeader'
import { Dotted } from '@/components/Rows'
import { useLater } from '@/components/useLater'
import { InterviewRows, useInterviews } from '@/features/interviews'
import { useProject } from '@/api/projects'
import { ConsentRecord } from '@/features/consents'
import { useFormat } from '@/lib/format'
import { useAttributes, useShownValue } from '@/features/attributes'
import { FoundActions } from '@/features/search'
import { PlacesSection, ReceiptsCard, RightsCard } from '@/features/subjects'
import { PersonaNames, usePersonasOf } from '@/features/personas'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { ConsentCard } from './ConsentCard'
import { MergeDialog } from './MergeDialog'
import { Merges } from './Merges'
import { ParticipantForm } from './ParticipantForm'
import styles from './ParticipantPage.module.css'
import { type Participant, useChangeParticipant, useParticipant } from './api'
import { messages } from './messages'

export function ParticipantPage({ participantId }: { participantId: string }) {
  const participant = useParticipant(participantId)
  return (
    <Loaded query={participant} page>
      {(person) => <Person key={person.id} person={person} />}
    </Loaded>
  )
}

function Person({ person }: { person: Participant }) {
  const t = useText(messages)
  const project = useProject(person.project_id).data
  const interviews = useInterviews({ participantId: person.id })
  const speaks = itemsOf(interviews.data)?.length !== 0
  return (
    <>
      <PageHeader
        above={<Link to="/participants">{t('back')}</Link>}
        title={person.pseudonym}
        lead={
          <span className={styles.lead}>
            <Avatar name={person.pseudonym} size="lg" />
            <Dotted parts={[person.role, person.segment, person.region]} />
          </span>
        }
        actions={
          <>
            {speaks && <FoundActions params={{ person: [person.id] }} title={person.pseudonym} />}
            {person.private && <Doings person={person} />}
          </>
        }
      />
      <div className={styles.columns}>
        <div className={styles.main}>
          <About person={person} project={project?.name} />
          {person.private && <Private person={person.private} />}
          <Section title={t('heard.title')}>
            <Heard interviews={interviews} />
          </Section>
          {person.private && (
            <PlacesSection
              participantId={person.id}
              isOver={person.consent.status === 'withdrawn' || person.consent.status === 'expired'}
            />
          )}
          {person.private && <Merges participantId={person.id} />}
        </div>
        <aside className={styles.side}>
          <ConsentCard participant={person} project={project?.name ?? ''} />
          {person.private && <ReceiptsCard participantId={person.id} />}
          {person.private && <ConsentRecord participantId={person.id} name={person.pseudonym} />}
          {person.private && (
            <RightsCard participantId={person.id} projectId={person.project_id} name={person.pseudonym} />
          )}
        </aside>
      </div>
    </>
  )
}

/** What researchers can do with a participant: edit, or remove one who speaks nowhere. */
function Doings({ person }: { person: Participant }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const later = useLater()
  const queries = useQueryClient()
  const [editing, setEditing] = useState(false)
  const [merging, setMerging] = useState(false)
  const here = { to: '/participants/$participantId', params: { participantId: person.id } } as const
  const remove = () => {
    void navigate({
      to: '/projects/$projectId',
      params: { projectId: person.project_id },
      search: { tab: 'people' },
    })
    later({
      id: person.id,
      text: t('deleted', { name: person.pseudonym }),
      undo: () => void navigate(here),
      commit: async () => {
        await api.DELETE('/api/participants/{participant_id}', {
          params: { path: { participant_id: person.id } },
          keepalive: true,
        })
        await queries.invalidateQueries({ queryKey: ['get', '/api/projects/{project_id}/participants'] })
      },
    })
  }
  return (
    <>
      <Button icon="edit" onClick={() => setEditing(true)}>
        {t('edit')}
      </Button>
      <Menu
        target={<IconButton icon="more" label={t('more')} />}
        entries={[
          { label: t('merge.start'), icon: 'people', onSelect: () => setMerging(true) },
          { label: t('delete'), icon: 'trash', danger: true, divided: true, onSelect: remove },
        ]}
      />
      <MergeDialog one={merging ? person : null} onClose={() => setMerging(false)} />
      <EditPanel person={person} opened={editing} onClose={() => setEditing(false)} />
    </>
  )
}

function EditPanel({
  person,
  opened,
  onClose,
}: {
  person: Participant
  opened: boolean
  onClose: () => void
}) {
  const t = useText(messages)
  const change = useChangeParticipant()
  const done = () => {
    onClose()
    showToast({ text: t('saved'), tone: 'success' })
  }
  return (
    <SidePanel title={t('edit')} opened={opened} onClose={onClose}>
      <ParticipantForm
        participant={person}
        projectId={person.project_id}
        error={change.error}
        busy={change.isPending}
        onCancel={onClose}
        onSubmit={(draft) =>
          change.mutate(
            { params: { path: { participant_id: person.id } }, body: { ...draft, version: person.version } },
            { onSuccess: done },
          )
        }
      />
    </SidePanel>
  )
}

interface FactsProps {
  title: string
  note?: ReactNode
  facts: [string, ReactNode][]
  /** For long values: fewer of them side by side. */
  wide?: boolean
}

function Facts({ title, note, facts, wide }: FactsProps) {
  return (
    <TitledCard title={title}>
      {note}
      <dl className={styles.facts} data-wide={wide}>
        {facts
          .filter(([, value]) => Boolean(value))
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </TitledCard>
  )
}

function About({ person, project }: { person: Participant; project?: string }) {
  const t = useText(messages)
  const format = useFormat()
  const shown = useShownValue()
  const known = useAttributes(person.project_id).data ?? []
  const personas = usePersonasOf(person.id).data?.items ?? []
  const named = new Set(known.map(({ key }) => key))
  const rest = Object.keys(person.attributes).filter((key) => !named.has(key))
  return (
    <Facts
      title={t('about.title')}
      facts={[
        [t('about.role'), person.role],
        [t('about.segment'), person.segment],
        [t('about.region'), person.region],
        ...known.map(({ key, label, type }): [string, ReactNode] => [
          label,
          shown(type, person.attributes[key]),
        ]),
        ...rest.map((key): [string, ReactNode] => [key, shown(undefined, person.attributes[key])]),
        [
          t('about.project'),
          project && (
            <Link to="/projects/$projectId" params={{ projectId: person.project_id }}>
              {project}
            </Link>
          ),
        ],
        [t('about.personas'), personas.length > 0 && <PersonaNames personas={personas} />],
        [t('about.since'), format.date(person.created_at)],
      ]}
    />
  )
}

function Private({ person }: { person: NonNullable<Participant['private']> }) {
  const t = useText(messages)
  return (
    <Facts
      wide
      title={t('private.title')}
      note={
        <p className={styles.privateNote}>
          <Icon name="lock" size={16} />
          {t('private.who')}
        </p>
      }
      facts={[
        [t('form.legalName'), person.legal_name || t('about.nothing')],
        [t('form.contact'), person.contact || t('about.nothing')],
        [t('form.incentive'), person.incentive || t('about.nothing')],
      ]}
    />
  )
}

function Heard({ interviews }: { interviews: ReturnType<typeof useInterviews> }) {
  const t = useText(messages)
  return (
    <>
      <Loaded query={{ ...interviews, data: itemsOf(interviews.data) }}>
        {(items) => (items.length > 0 ? <InterviewRows interviews={items} /> : <p>{t('heard.none')}</p>)}
      </Loaded>
      <More query={interviews} />
    </>
  )
}
