import { useSearch } from '@tanstack/react-router'
import { ParticipantsPage } from '@/features/participants'

export default function ParticipantsRoute() {
  const filter = useSearch({ from: '/inside/participants' })
  return <ParticipantsPage filter={filter} />
}
