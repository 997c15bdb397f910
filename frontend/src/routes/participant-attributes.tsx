import { useSearch } from '@tanstack/react-router'
import { AttributesPage } from '@/features/attributes'

export default function AttributesRoute() {
  const { project } = useSearch({ from: '/inside/participants/attributes' })
  return <AttributesPage projectId={project} />
}
