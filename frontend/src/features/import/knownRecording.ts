import { Problem } from '@/api/problem'

/** A recording that is here already, and the interview that has it. */
export interface KnownRecording {
  recordingId: string
  interviewId: string
  title: string
}

/** Where the server says that the same file is already; null for any other problem. */
export function knownRecording(problem: unknown): KnownRecording | null {
  if (!(problem instanceof Problem) || problem.code !== 'recording_known') return null
  const { recording_id, interview_id, interview_title } = problem.extra
  return {
    recordingId: String(recording_id),
    interviewId: String(interview_id),
    title: String(interview_title),
  }
}
