import { useQueryClient } from '@tanstack/react-query'
import { $api, type Schema } from './client'
import { paged } from './pages'

export type Project = Schema<'ProjectOut'>
export type Member = Schema<'MemberOut'>

const LIST = '/api/projects'
const ONE = '/api/projects/{project_id}'
const MEMBERS = '/api/projects/{project_id}/members'

const path = (projectId: string) => ({ params: { path: { project_id: projectId } } })

export function useProjects() {
  return $api.useInfiniteQuery('get', LIST, { params: { query: { limit: 100 } } }, paged)
}

export function useProject(projectId: string) {
  return $api.useQuery('get', ONE, path(projectId))
}

export function useMembers(projectId: string) {
  return $api.useQuery('get', MEMBERS, path(projectId))
}

/** After a change: the list is read anew, the project itself is shown at once. */
function useKeep() {
  const queries = useQueryClient()
  return async (project: Project) => {
    queries.setQueryData($api.queryOptions('get', ONE, path(project.id)).queryKey, project)
    await queries.invalidateQueries({ queryKey: ['get', LIST] })
  }
}

export function useCreateProject() {
  return $api.useMutation('post', LIST, { onSuccess: useKeep() })
}

export function useChangeProject() {
  return $api.useMutation('patch', ONE, { onSuccess: useKeep() })
}

export function useRefreshMembers(projectId: string) {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['get', MEMBERS, path(projectId)] })
}
