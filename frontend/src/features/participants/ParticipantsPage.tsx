import { useState } from 'react'
import { itemsOf } from '@/api/pages'
import { SelectField } from '@/components/fields'
import { LinkButton } from '@/components/Button'
import { Section } from '@/components/Card'
import { Loaded, More } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { EmptyState } from '@/components/States'
import { type Project, useProjects } from '@/api/projects'
import { useMay } from '@/api/session'
import { EndingNotice } from '@/features/consents'
import { useText } from '@/lib/i18n'
import { NewParticipant } from './NewParticipant'
import { ParticipantList } from './ParticipantRows'
import styles from './ParticipantsPage.module.css'
import { messages } from './messages'

const ALL = ''

export function ParticipantsPage() {
  const t = useText(messages)
  const projects = useProjects()
  const mayResearch = useMay('researcher')
  const [chosen, setChosen] = useState(ALL)
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          mayResearch && (
            <LinkButton icon="shield" to="/consents">
              {t('consents')}
            </LinkButton>
          )
        }
      />
      {mayResearch && <EndingNotice />}
      <Loaded query={{ ...projects, data: itemsOf(projects.data) }}>
        {(items) =>
          items.length > 0 ? (
            <>
              <ProjectChoice projects={items} chosen={chosen} onChange={setChosen} />
              {items
                .filter(({ id }) => chosen === ALL || id === chosen)
                .map((project) => (
                  <PeopleOf key={project.id} project={project} />
                ))}
            </>
          ) : (
            <Nobody />
          )
        }
      </Loaded>
      <More query={projects} />
    </>
  )
}

function ProjectChoice(props: { projects: Project[]; chosen: string; onChange: (chosen: string) => void }) {
  const t = useText(messages)
  const options = [
    { value: ALL, label: t('filter.all') },
    ...props.projects.map(({ id, name }) => ({ value: id, label: name })),
  ]
  if (props.projects.length < 2) return null
  return (
    <div className={styles.filter}>
      <SelectField
        label={t('filter.project')}
        data={options}
        value={props.chosen}
        allowDeselect={false}
        onChange={(value) => props.onChange(value ?? ALL)}
      />
    </div>
  )
}

function PeopleOf({ project }: { project: Project }) {
  return (
    <Section title={project.name} actions={project.may_research && <NewParticipant projectId={project.id} />}>
      <ParticipantList projectId={project.id} empty={<Nobody />} />
    </Section>
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
