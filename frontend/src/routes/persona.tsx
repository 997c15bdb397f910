import { useParams } from '@tanstack/react-router'
import { PersonaPage } from '@/features/personas'

export default function PersonaRoute() {
  const { personaId } = useParams({ from: '/inside/personas/$personaId' })
  return <PersonaPage personaId={personaId} />
}
