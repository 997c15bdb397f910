import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { itemsOf } from '@/api/pages'
import { useMay } from '@/api/session'
import { Button } from '@/components/Button'
import { Grid } from '@/components/Card'
import { Label } from '@/components/Chip'
import { SidePanel } from '@/components/Dialog'
import { Icon } from '@/components/Icon'
import { LinkSheet, SheetTitle } from '@/components/LinkSheet'
import { Loaded, More } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { QuoteSkeleton } from '@/components/Skeletons'
import { EmptyState } from '@/components/States'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { useStaying } from '@/lib/leaving'
import { ProjectForm } from './ProjectForm'
import styles from './ProjectsPage.module.css'
import { type Project, useCreateProject, useProjects } from '@/api/projects'
import { messages } from './messages'
import { periodOf } from './period'

export function ProjectsPage() {
  const t = useText(messages)
  const mayCreate = useMay('researcher')
  const projects = useProjects()
  const [creating, setCreating] = useState(false)
  const start = (
    <Button tone="primary" icon="plus" onClick={() => setCreating(true)}>
      {t('new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} actions={mayCreate && start} />
      <Loaded query={{ ...projects, data: itemsOf(projects.data) }} waiting={<QuoteSkeleton count={2} />}>
        {(items) =>
          items.length > 0 ? <ProjectGrid projects={items} /> : <NoProjects action={mayCreate && start} />
        }
      </Loaded>
      <More query={projects} />
      <NewProject opened={creating} onClose={() => setCreating(false)} />
    </>
  )
}

function NoProjects({ action }: { action: ReactNode }) {
  const t = useText(messages)
  return (
    <EmptyState icon="project" title={t('empty.title')} action={action}>
      <p>{action ? t('empty.researcher') : t('empty.viewer')}</p>
    </EmptyState>
  )
}

function NewProject({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const create = useCreateProject()
  return (
    <SidePanel title={t('new')} opened={opened} onClose={onClose}>
      <ProjectForm
        error={create.error}
        busy={create.isPending}
        onCancel={onClose}
        onSubmit={(body) =>
          create.mutate(
            { body },
            {
              onSuccess: ({ id }) => {
                onClose()
                void navigate({ to: '/projects/$projectId', params: { projectId: id } })
              },
            },
          )
        }
      />
    </SidePanel>
  )
}

/** Projects as sheets of paper: name, what it wants to understand, for whom and when. */
export function ProjectGrid({ projects, level = 2 }: { projects: Project[]; level?: 2 | 3 }) {
  const staying = useStaying()
  return (
    <Grid min="20rem">
      {projects.filter(staying).map((project) => (
        <ProjectSheet key={project.id} project={project} level={level} />
      ))}
    </Grid>
  )
}

function ProjectSheet({ project, level }: { project: Project; level: 2 | 3 }) {
  const t = useText(messages)
  const period = periodOf(useFormat(), t, project)
  return (
    <LinkSheet>
      <SheetTitle level={level} className={styles.name}>
        <Link to="/projects/$projectId" params={{ projectId: project.id }}>
          {project.name}
        </Link>
      </SheetTitle>
      {project.goal && <p className={styles.goal}>{project.goal}</p>}
      <p className={styles.meta}>
        {project.access === 'restricted' && (
          <Label>
            <Icon name="lock" size={14} />
            {t('restricted')}
          </Label>
        )}
        {project.team && <Label>{project.team}</Label>}
        {period && <span>{period}</span>}
      </p>
    </LinkSheet>
  )
}
