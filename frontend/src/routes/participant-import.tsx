import { useSearch } from '@tanstack/react-router'
import { PeopleImportPage } from '@/features/peopleimport'

export default function PeopleImportRoute() {
  const { project } = useSearch({ from: '/inside/participants/import' })
  return <PeopleImportPage projectId={project} />
}
