import { useNavigate } from '@tanstack/react-router'
import { DropOverlay } from './DropZone'
import { handOver } from './inbox'
import { useFileDrop } from './useFileDrop'

/** Put on a project's page: files dropped anywhere on it go to the import page. */
export function ImportByDrop({ projectId }: { projectId: string }) {
  const navigate = useNavigate()
  const over = useFileDrop((files) => {
    handOver(files)
    void navigate({ to: '/import', search: { project: projectId } })
  })
  return over ? <DropOverlay /> : null
}
