import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { $api } from '@/api/client'
import { Button, LinkButton } from '@/components/Button'
import { SelectField } from '@/components/fields'
import { PageHeader } from '@/components/PageHeader'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyState, ErrorState } from '@/components/States'
import { useText } from '@/lib/i18n'
import { DropOverlay, DropZone } from './DropZone'
import styles from './ImportPage.module.css'
import { takeWaiting } from './inbox'
import { ItemCard } from './ItemCard'
import { isBusy, mayBeSaved } from './items'
import { messages } from './messages'
import { useFileDrop } from './useFileDrop'
import { type Import, useImport } from './useImport'

/** Files in, interviews out: drop, see what was understood, correct, save. */
export function ImportPage({ project }: { project?: string }) {
  const t = useText(messages)
  const projects = $api.useQuery('get', '/api/projects', { params: { query: { limit: 200 } } })
  const open = projects.data?.items.filter(({ may_research }) => may_research) ?? []
  const chosen = open.find(({ id }) => id === project) ?? (open.length === 1 ? open[0] : undefined)
  const importing = useImport(chosen?.id ?? null)
  const { take } = importing
  const over = useFileDrop(take, open.length > 0)
  useEffect(() => {
    const files = takeWaiting()
    if (files.length > 0) queueMicrotask(() => take(files))
  }, [take])

  if (projects.error) return <ErrorState error={projects.error} retry={() => void projects.refetch()} />
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={<ProjectChoice projects={open} value={chosen?.id ?? null} />}
      />
      {projects.isPending && <RowsSkeleton />}
      {projects.isSuccess && open.length === 0 && <NoProject />}
      {open.length > 0 && <Desk importing={importing} ready={chosen !== undefined} />}
      {over && <DropOverlay />}
    </>
  )
}

function NoProject() {
  const t = useText(messages)
  return (
    <EmptyState
      icon="project"
      title={t('project.none')}
      action={<LinkButton to="/projects">{t('project.go')}</LinkButton>}
    >
      <p>{t('project.noneText')}</p>
    </EmptyState>
  )
}

interface ProjectChoiceProps {
  projects: { id: string; name: string }[]
  value: string | null
}

function ProjectChoice({ projects, value }: ProjectChoiceProps) {
  const t = useText(messages)
  const navigate = useNavigate()
  if (projects.length === 0) return null
  return (
    <SelectField
      className={styles.project}
      label={t('project')}
      placeholder={t('project.choose')}
      data={projects.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      searchable={projects.length > 8}
      allowDeselect={false}
      onChange={(project) => void navigate({ to: '/import', search: { project: project ?? undefined } })}
    />
  )
}

function Desk({ importing, ready }: { importing: Import; ready: boolean }) {
  const t = useText(messages)
  const { items, take } = importing
  return (
    <>
      <DropZone onFiles={take} small={items.length > 0} />
      {items.length > 0 && (
        <>
          <ul className={styles.items} aria-label={t('files')}>
            {items.map((item) => (
              <ItemCard key={item.id} item={item} importing={importing} />
            ))}
          </ul>
          <SaveBar importing={importing} ready={ready} />
        </>
      )}
    </>
  )
}

function SaveBar({ importing, ready }: { importing: Import; ready: boolean }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const { items } = importing
  const busy = items.some(isBusy)
  const savable = items.filter(mayBeSaved).length
  const saved = items.filter(({ stage }) => stage === 'saved').length
  const save = async () => {
    const done = await importing.save()
    const [only] = done
    if (done.length === 1 && only?.stage === 'saved' && only.interviewId)
      await navigate({ to: '/interviews/$interviewId', params: { interviewId: only.interviewId } })
  }
  const words = [
    !ready && t('project.choose'),
    saved > 0 && t('done', { count: saved }),
    items.length > 1 && savable > 0 && t('ready', { count: savable, total: items.length }),
  ]
  return (
    <div className={styles.bar}>
      <p role="status">{words.filter(Boolean).join(' · ')}</p>
      <Button
        tone="primary"
        size="lg"
        busy={busy}
        disabled={savable === 0 || !ready}
        onClick={() => void save()}
      >
        {busy ? t('saving') : savable > 0 ? t('save', { count: savable }) : t('saveNothing')}
      </Button>
    </div>
  )
}
