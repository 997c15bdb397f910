import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '@/api/client'
import { IconButton, LinkButton } from '@/components/Button'
import { Label } from '@/components/Chip'
import { SidePanel } from '@/components/Dialog'
import { Icon } from '@/components/Icon'
import { Loaded } from '@/components/Loaded'
import { Menu } from '@/components/Menu'
import { PageHeader } from '@/components/PageHeader'
import { Tabs } from '@/components/Tabs'
import { useLater } from '@/components/useLater'
import { ImportByDrop } from '@/features/import'
import { InterviewList, NoInterviews } from '@/features/interviews'
import { Nobody, ParticipantList, PeopleTools } from '@/features/participants'
import { Keeping } from '@/features/subjects'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { AboutProject } from './AboutProject'
import { Members } from './Members'
import { ProjectForm } from './ProjectForm'
import styles from './ProjectPage.module.css'
import { type Project, useChangeProject, useProject } from '@/api/projects'
import { messages } from './messages'
import { PROJECT_TABS, type ProjectTab } from './params'

export function ProjectPage({ projectId, tab = 'interviews' }: { projectId: string; tab?: ProjectTab }) {
  const project = useProject(projectId)
  return (
    <Loaded query={project} page>
      {(found) => <Opened key={found.id} project={found} tab={tab} />}
    </Loaded>
  )
}

function Opened({ project, tab }: { project: Project; tab: ProjectTab }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const show = (next: ProjectTab) =>
    void navigate({
      to: '/projects/$projectId',
      params: { projectId: project.id },
      search: { tab: next === 'interviews' ? undefined : next },
      replace: true,
      resetScroll: false,
    })
  return (
    <>
      <PageHeader
        above={
          <span className={styles.above}>
            <Link to="/projects">{t('title')}</Link>
            {project.access === 'restricted' && (
              <Label>
                <Icon name="lock" size={14} />
                {t('restricted')}
              </Label>
            )}
          </span>
        }
        title={project.name}
        lead={project.goal}
        actions={project.may_research && <Doings project={project} />}
      />
      <Tabs
        label={project.name}
        value={tab}
        onChange={show}
        tabs={PROJECT_TABS.filter((value) => value !== 'keeping' || project.may_research).map((value) => ({
          value,
          label: t(`tab.${value}`),
        }))}
      >
        <Part project={project} tab={tab} />
      </Tabs>
      {project.may_research && <ImportByDrop projectId={project.id} />}
    </>
  )
}

function Part({ project, tab }: { project: Project; tab: ProjectTab }) {
  switch (tab) {
    case 'interviews':
      return (
        <InterviewList
          projectId={project.id}
          empty={<NoInterviews mayImport={project.may_research} projectId={project.id} />}
        />
      )
    case 'people':
      return (
        <>
          {project.may_research && <PeopleTools projectId={project.id} />}
          <ParticipantList projectId={project.id} empty={<Nobody />} />
        </>
      )
    case 'about':
      return <AboutProject project={project} />
    case 'members':
      return <Members project={project} />
    case 'keeping':
      return <Keeping projectId={project.id} />
  }
}

function Doings({ project }: { project: Project }) {
  const t = useText(messages)
  const [editing, setEditing] = useState(false)
  const remove = useRemove(project)
  return (
    <>
      <LinkButton to="/import" search={{ project: project.id }} tone="primary" icon="upload">
        {t('import')}
      </LinkButton>
      <IconButton icon="edit" tone="secondary" label={t('edit')} onClick={() => setEditing(true)} />
      <Menu
        target={<IconButton icon="more" label={t('more')} />}
        entries={[{ label: t('delete'), icon: 'trash', danger: true, onSelect: remove }]}
      />
      <EditPanel project={project} opened={editing} onClose={() => setEditing(false)} />
    </>
  )
}

/** Leaves the project at once; deletes it when Undo has passed. */
function useRemove(project: Project): () => void {
  const t = useText(messages)
  const navigate = useNavigate()
  const later = useLater()
  const queries = useQueryClient()
  return () => {
    void navigate({ to: '/projects' })
    later({
      id: project.id,
      text: t('deleted', { name: project.name }),
      undo: () => void navigate({ to: '/projects/$projectId', params: { projectId: project.id } }),
      commit: async () => {
        await api.DELETE('/api/projects/{project_id}', {
          params: { path: { project_id: project.id } },
          keepalive: true,
        })
        await queries.invalidateQueries({ queryKey: ['get', '/api/projects'] })
      },
    })
  }
}

function EditPanel({ project, opened, onClose }: { project: Project; opened: boolean; onClose: () => void }) {
  const t = useText(messages)
  const change = useChangeProject()
  const done = () => {
    onClose()
    showToast({ text: t('saved'), tone: 'success' })
  }
  return (
    <SidePanel title={t('edit')} opened={opened} onClose={onClose}>
      <ProjectForm
        project={project}
        error={change.error}
        busy={change.isPending}
        onCancel={onClose}
        onSubmit={(draft) =>
          change.mutate(
            { params: { path: { project_id: project.id } }, body: { ...draft, version: project.version } },
            { onSuccess: done },
          )
        }
      />
    </SidePanel>
  )
}
