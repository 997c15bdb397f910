import { useSearch } from '@tanstack/react-router'
import { ImportPage } from '@/features/import'

export default function ImportRoute() {
  const { project } = useSearch({ from: '/inside/import' })
  return <ImportPage project={project} />
}
