import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { itemsOf } from '@/api/pages'
import { useProjects } from '@/api/projects'
import { Button } from '@/components/Button'
import { FormProblem, SelectField } from '@/components/fields'
import { Loaded } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyState, NoAccess } from '@/components/States'
import { FileButton } from '@/features/import'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { Choices } from './Choices'
import { Columns } from './Columns'
import styles from './PeopleImportPage.module.css'
import { Rows } from './Rows'
import { type Preview, type Wanted, importPeople, previewOf } from './api'
import { messages } from './messages'
import { type ConsentChoice, consentOf, touched } from './plan'

const TABLES = '.csv,.tsv,.txt,.xlsx'

/** Brings participants in from a table: what each column holds, what each row would do, and then all of it. */
export function PeopleImportPage({ projectId }: { projectId?: string }) {
  const t = useText(messages)
  const projects = useProjects()
  return (
    <>
      <PageHeader above={<Link to="/participants">{t('back')}</Link>} title={t('title')} lead={t('lead')} />
      <Loaded query={{ ...projects, data: itemsOf(projects.data) }}>
        {(items) => {
          const own = items.filter(({ may_research }) => may_research)
          const project = own.find(({ id }) => id === projectId) ?? (own.length === 1 ? own[0] : undefined)
          if (own.length === 0) return <NoAccess>{t('noProject')}</NoAccess>
          return (
            <>
              {own.length > 1 && <ProjectChoice projects={own} chosen={project?.id ?? null} />}
              {project && <Desk key={project.id} projectId={project.id} />}
            </>
          )
        }}
      </Loaded>
    </>
  )
}

function ProjectChoice(props: { projects: { id: string; name: string }[]; chosen: string | null }) {
  const t = useText(messages)
  const navigate = useNavigate()
  return (
    <div className={styles.project}>
      <SelectField
        label={t('project')}
        placeholder={t('chooseProject')}
        data={props.projects.map(({ id, name }) => ({ value: id, label: name }))}
        value={props.chosen}
        allowDeselect={false}
        searchable={props.projects.length > 8}
        onChange={(project) =>
          void navigate({ to: '/participants/import', search: { project: project ?? undefined } })
        }
      />
    </div>
  )
}

/** A file, what is decided about it so far, and what it would do. */
function useTable(projectId: string) {
  const [file, setFile] = useState<File | null>(null)
  const [wanted, setWanted] = useState<Wanted>({})
  const look = useMutation({
    mutationFn: (asked: { file: File; wanted: Wanted }) => previewOf(projectId, asked.file, asked.wanted),
  })
  const read = (next: File, choices: Wanted = {}) => {
    setFile(next)
    setWanted(choices)
    look.mutate({ file: next, wanted: choices })
  }
  return { file, wanted, look, read, change: (choices: Wanted) => file && read(file, choices) }
}

function Desk({ projectId }: { projectId: string }) {
  const t = useText(messages)
  const table = useTable(projectId)
  const { file, look } = table
  const choose = (files: File[]) => files[0] && table.read(files[0])
  // While a changed column is looked at, what was found before stays in sight.
  const [seen, setSeen] = useState<Preview>()
  if (look.data && look.data !== seen) setSeen(look.data)
  return (
    <>
      {file === null ? (
        <EmptyState
          icon="upload"
          title={t('drop.title')}
          action={<FileButton label={t('drop.choose')} accept={TABLES} primary size="lg" onFiles={choose} />}
        >
          <p>{t('drop.text')}</p>
        </EmptyState>
      ) : (
        <div className={styles.file}>
          <strong dir="auto">{file.name}</strong>
          <FileButton label={t('drop.other')} accept={TABLES} size="sm" onFiles={choose} />
        </div>
      )}
      <FormProblem error={look.error} />
      {look.isPending && !seen && <RowsSkeleton />}
      {file && seen && (
        <div className={styles.desk} aria-busy={look.isPending}>
          <Columns
            projectId={projectId}
            preview={seen}
            onChange={(change) => table.change({ ...table.wanted, ...change })}
          />
          <Rows preview={seen} />
          <Saving
            projectId={projectId}
            file={file}
            wanted={table.wanted}
            preview={seen}
            busy={look.isPending}
          />
        </div>
      )}
    </>
  )
}

interface SavingProps {
  projectId: string
  file: File
  wanted: Wanted
  preview: Preview
  busy: boolean
}

/** What is the same for everyone new, and the button that saves. */
function Saving({ projectId, file, wanted, preview, busy }: SavingProps) {
  const t = useText(messages)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [consent, setConsent] = useState<ConsentChoice>('pending')
  const [skip, setSkip] = useState(false)
  const [key] = useState(() => crypto.randomUUID())
  const { create, change, refuse } = preview.counts
  const columns = preview.columns.map(({ target, type }) => ({ target, type }))
  const save = useMutation({
    mutationFn: () => {
      const decided = { ...wanted, columns, consent: consentOf(consent), skip_refused: skip }
      return importPeople(projectId, file, decided, `${key}-${JSON.stringify(decided).length}`)
    },
    onSuccess: async ({ created, changed }) => {
      await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'get' })
      showToast({ text: t('done', { created, changed }), tone: 'success' })
      await navigate({ to: '/participants', search: { project: projectId } })
    },
  })
  const nothing = touched(preview) === 0
  return (
    <div className={styles.saving}>
      <Choices
        consent={consent}
        skip={skip}
        fresh={create}
        refused={refuse}
        onConsent={setConsent}
        onSkip={setSkip}
      />
      <FormProblem error={save.error} />
      <div className={styles.bar}>
        <p role="status">{t('would', { create, change })}</p>
        <Button
          tone="primary"
          size="lg"
          busy={save.isPending || busy}
          disabled={nothing || (refuse > 0 && !skip)}
          onClick={() => save.mutate()}
        >
          {t(nothing ? 'saveNothing' : 'save')}
        </Button>
      </div>
    </div>
  )
}
