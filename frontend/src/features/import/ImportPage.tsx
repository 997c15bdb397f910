import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { $api } from '@/api/client'
import { Button, LinkButton } from '@/components/Button'
import { SelectField } from '@/components/fields'
import { PageHeader } from '@/components/PageHeader'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyState, ErrorState } from '@/components/States'
import { useReport } from '@/components/useReport'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { DropOverlay, DropZone } from './DropZone'
import styles from './ImportPage.module.css'
import { takeWaiting } from './inbox'
import { ImportTable } from './ImportTable'
import { interviewsOf, isBusy, mayBeSaved, savedAs } from './items'
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
      {open.length > 0 && <Desk importing={importing} projectId={chosen?.id ?? null} />}
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

function Desk({ importing, projectId }: { importing: Import; projectId: string | null }) {
  const { items, take } = importing
  return (
    <>
      <DropZone onFiles={take} small={items.length > 0} />
      {items.length > 0 && (
        <>
          <ImportTable importing={importing} projectId={projectId} />
          <SaveBar importing={importing} projectId={projectId} />
        </>
      )}
    </>
  )
}

function SaveBar({ importing, projectId }: { importing: Import; projectId: string | null }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const offer = useUndoOfImport(importing, projectId)
  const { items } = importing
  const busy = items.some(isBusy)
  const ready = items.filter((item) => mayBeSaved(item, projectId))
  const savable = ready.reduce((sum, item) => sum + interviewsOf(item), 0)
  const saved = items.flatMap((item) => (item.stage === 'saved' ? savedAs(item) : []))
  const save = async () => {
    const before = new Set(saved)
    const done = await importing.save()
    const fresh = done.flatMap(savedAs).filter((interviewId) => !before.has(interviewId))
    if (fresh.length > 0) offer.show(fresh)
    const [only] = done
    if (done.length === 1 && only?.stage === 'saved' && only.interviewId && !only.others?.length)
      await navigate({ to: '/interviews/$interviewId', params: { interviewId: only.interviewId } })
  }
  const words = [
    projectId === null && t('project.choose'),
    saved.length > 0 && t('done', { count: saved.length }),
    items.length > 1 && savable > 0 && t('ready', { count: ready.length, total: items.length }),
  ]
  return (
    <div className={styles.bar}>
      <p role="status">{words.filter(Boolean).join(' · ')}</p>
      {saved.length > 0 && !busy && (
        <Button tone="quiet" icon="undo" onClick={() => offer.takeBack(saved)}>
          {t('undo')}
        </Button>
      )}
      <Button
        tone="primary"
        size="lg"
        busy={busy}
        disabled={savable === 0 || projectId === null}
        onClick={() => void save()}
      >
        {busy ? t('saving') : savable > 0 ? t('save', { count: savable }) : t('saveNothing')}
      </Button>
    </div>
  )
}

const UNDO_MS = 30_000

/** An import can be taken back as a whole for a while, also from the interview one was led to. */
function useUndoOfImport(importing: Import, projectId: string | null) {
  const t = useText(messages)
  const report = useReport()
  const navigate = useNavigate()
  const run = async (ids: string[]) => {
    await importing.takeBack(ids)
    showToast({ text: t('undone', { count: ids.length }) })
    if (!location.pathname.startsWith('/import'))
      await navigate({ to: '/import', search: { project: projectId ?? undefined } })
  }
  const takeBack = (ids: string[]) => void run(ids).catch(report)
  const show = (ids: string[]) =>
    showToast({
      text: t('done', { count: ids.length }),
      tone: 'success',
      stays_ms: UNDO_MS,
      action: { label: t('undo'), run: () => takeBack(ids) },
    })
  return { show, takeBack }
}
