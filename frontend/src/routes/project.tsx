import { useParams, useSearch } from '@tanstack/react-router'
import { ProjectPage } from '@/features/projects'

export default function ProjectRoute() {
  const { projectId } = useParams({ from: '/inside/projects/$projectId' })
  const { tab } = useSearch({ from: '/inside/projects/$projectId' })
  return <ProjectPage projectId={projectId} tab={tab} />
}
