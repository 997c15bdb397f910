import { useParams, useSearch } from '@tanstack/react-router'
import { InterviewPage } from '@/features/interview'

export default function InterviewRoute() {
  const { interviewId } = useParams({ from: '/inside/interviews/$interviewId' })
  const moment = useSearch({ from: '/inside/interviews/$interviewId' })
  return <InterviewPage interviewId={interviewId} moment={moment} />
}
