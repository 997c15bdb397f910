import { useParams } from '@tanstack/react-router'
import { ParticipantPage } from '@/features/participants'

export default function ParticipantRoute() {
  const { participantId } = useParams({ from: '/inside/participants/$participantId' })
  return <ParticipantPage participantId={participantId} />
}
