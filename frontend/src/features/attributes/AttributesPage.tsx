import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { itemsOf } from '@/api/pages'
import { useProjects } from '@/api/projects'
import { useMay } from '@/api/session'
import { Button, IconButton } from '@/components/Button'
import { Section } from '@/components/Card'
import { Label } from '@/components/Chip'
import { SelectField } from '@/components/fields'
import { Loaded } from '@/components/Loaded'
import { Menu, type MenuEntry } from '@/components/Menu'
import { PageHeader } from '@/components/PageHeader'
import { Dotted } from '@/components/Rows'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { useText } from '@/lib/i18n'
import { AttributeDialog, type Subject } from './AttributeDialog'
import styles from './AttributesPage.module.css'
import { type Attribute, arrange, change, create, remove, useAttributes, useRefresh } from './api'
import { messages } from './messages'
import { moved } from './options'

/** What is known of participants: the company's attributes, and what one project adds. */
export function AttributesPage({ projectId }: { projectId?: string }) {
  const t = useText(messages)
  const isAdmin = useMay('admin')
  const projects = itemsOf(useProjects().data) ?? []
  const project = projects.find(({ id }) => id === projectId)
  const attributes = useAttributes(projectId)
  const [subject, setSubject] = useState<Subject | null>(null)
  return (
    <>
      <PageHeader above={<Link to="/participants">{t('back')}</Link>} title={t('title')} lead={t('lead')} />
      <Loaded query={attributes}>
        {(items) => (
          <>
            <Section
              title={t('company')}
              lead={t('companyLead')}
              actions={isAdmin && <AddButton onClick={() => setSubject({ of: null })} />}
            >
              <List
                label={t('company')}
                items={items.filter(({ project_id }) => project_id === null)}
                onEdit={(edit) => setSubject({ edit })}
              />
            </Section>
            <Section
              title={t('project')}
              lead={t('projectLead')}
              actions={project?.may_research && <AddButton onClick={() => setSubject({ of: project.id })} />}
            >
              <ProjectChoice projects={projects} chosen={projectId} />
              {project && (
                <List
                  label={project.name}
                  items={items.filter(({ project_id }) => project_id === project.id)}
                  onEdit={(edit) => setSubject({ edit })}
                />
              )}
            </Section>
          </>
        )}
      </Loaded>
      <AttributeDialog subject={subject} onClose={() => setSubject(null)} />
    </>
  )
}

function AddButton({ onClick }: { onClick: () => void }) {
  const t = useText(messages)
  return (
    <Button icon="plus" onClick={onClick}>
      {t('new')}
    </Button>
  )
}

function ProjectChoice(props: { projects: { id: string; name: string }[]; chosen?: string }) {
  const t = useText(messages)
  const navigate = useNavigate()
  return (
    <div className={styles.project}>
      <SelectField
        aria-label={t('chooseProject')}
        placeholder={t('chooseProject')}
        data={props.projects.map(({ id, name }) => ({ value: id, label: name }))}
        value={props.chosen ?? null}
        searchable={props.projects.length > 8}
        onChange={(project) =>
          void navigate({ to: '/participants/attributes', search: { project: project ?? undefined } })
        }
      />
    </div>
  )
}

interface ListProps {
  label: string
  items: Attribute[]
  onEdit: (attribute: Attribute) => void
}

function List({ label, items, onEdit }: ListProps) {
  const t = useText(messages)
  const refresh = useRefresh()
  const report = useReport()
  const move = (index: number, by: -1 | 1) =>
    void arrange(
      items[index]?.project_id ?? null,
      moved(items, index, by).map(({ id }) => id),
    )
      .then(refresh)
      .catch(report)
  if (items.length === 0) return <p className={styles.nothing}>{t('nothing')}</p>
  return (
    <ul className={styles.list} aria-label={label}>
      {items.map((attribute, index) => (
        <li key={attribute.id} className={styles.row} data-archived={attribute.archived || undefined}>
          <div className={styles.words}>
            <p className={styles.name}>
              <span dir="auto">{attribute.label}</span>
              {attribute.archived && <Label>{t('archived')}</Label>}
            </p>
            <p className={styles.meta}>
              <Dotted
                parts={[
                  t(`type.${attribute.type}`),
                  attribute.options.join(', '),
                  attribute.description,
                  t('people', { count: attribute.people }),
                ]}
              />
            </p>
          </div>
          {attribute.may_change && (
            <div className={styles.doings}>
              <IconButton
                icon="edit"
                label={t('editOne', { what: attribute.label })}
                onClick={() => onEdit(attribute)}
              />
              <Doings attribute={attribute} index={index} last={items.length - 1} onMove={move} />
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}

interface DoingsProps {
  attribute: Attribute
  index: number
  last: number
  onMove: (index: number, by: -1 | 1) => void
}

function Doings({ attribute, index, last, onMove }: DoingsProps) {
  const t = useText(messages)
  const isAdmin = useMay('admin')
  const refresh = useRefresh()
  const report = useReport()
  const undoable = useUndo()
  const archive = () => void change(attribute, { archived: !attribute.archived }).then(refresh).catch(report)
  const widen = () => void change(attribute, { company_wide: true }).then(refresh).catch(report)
  const forget = () =>
    void remove(attribute)
      .then(refresh)
      .then(() => {
        const { project_id, label, type, description, options } = attribute
        const again = () => create({ project_id, label, type, description, options }).then(refresh)
        undoable({ text: t('deleted', { what: label }), undo: again })
      })
      .catch(report)
  const entries: (MenuEntry | false)[] = [
    index > 0 && { label: t('moveUp'), onSelect: () => onMove(index, -1) },
    index < last && { label: t('moveDown'), onSelect: () => onMove(index, 1) },
    {
      label: t(attribute.archived ? 'bringBack' : 'archive'),
      icon: 'history',
      divided: true,
      onSelect: archive,
    },
    isAdmin && attribute.project_id !== null && { label: t('widen'), icon: 'globe', onSelect: widen },
    attribute.people === 0 && { label: t('delete'), icon: 'trash', danger: true, onSelect: forget },
  ]
  return (
    <Menu
      target={<IconButton icon="more" label={t('more', { what: attribute.label })} />}
      entries={entries.filter((entry): entry is MenuEntry => entry !== false)}
    />
  )
}
