/** What the interview page asks the server for. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { type Schema, api } from '@/api/client'

export type Interview = Schema<'InterviewOut'>
export type Speaker = Schema<'SpeakerOut'>
export type Transcript = Schema<'TranscriptOut'>
export type Turn = Schema<'TurnOut'>
export type Highlight = Schema<'HighlightOut'>
export type Tag = Schema<'TagOut'>
export type Recording = Schema<'RecordingOut'>
/** `[start, end, start_ms, end_ms]`, offsets in code points. */
export type TimedWord = readonly number[]

function bodyOf<Body>({ data }: { data?: Body }): Body {
  if (data === undefined) throw new Error('an answer without a body')
  return data
}

export const interviewQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ['interview', interviewId],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/api/interviews/{interview_id}', {
          params: { path: { interview_id: interviewId } },
          signal,
        }),
      ),
  })

export const transcriptQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ['transcript', interviewId],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/api/interviews/{interview_id}/transcript', {
          params: { path: { interview_id: interviewId } },
          signal,
        }),
      ),
    staleTime: 60_000,
  })

export const wordsQuery = (transcriptId: string) =>
  queryOptions({
    queryKey: ['words', transcriptId],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/api/transcripts/{transcript_id}/words', {
          params: { path: { transcript_id: transcriptId } },
          signal,
        }),
      ).words,
    // Thousands of small lists: comparing them with the last answer costs more than it saves.
    structuralSharing: false,
    staleTime: 60_000,
  })

export const highlightsQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ['highlights', interviewId],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/api/interviews/{interview_id}/highlights', {
          params: { path: { interview_id: interviewId } },
          signal,
        }),
      ).items,
    staleTime: 30_000,
  })

export const recordingQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ['recording', interviewId],
    queryFn: async ({ signal }) =>
      (
        await api.GET('/api/interviews/{interview_id}/recording', {
          params: { path: { interview_id: interviewId } },
          signal,
        })
      ).data ?? null,
    // While something is being made of it, how far that is; then it plays by itself.
    refetchInterval: ({ state }) =>
      state.data?.work.some((job) => job.state === 'queued' || job.state === 'running') ? 1_500 : false,
  })

export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: async ({ signal }) => bodyOf(await api.GET('/api/tags', { signal })).items,
  staleTime: 30_000,
})

const NO_WORDS: Record<string, TimedWord[]> = {}

/** Word times, once there is something to follow; until then words are placed by their share of the turn. */
export function useWords(transcriptId: string | undefined, wanted: boolean): Record<string, TimedWord[]> {
  const { data } = useQuery({
    ...wordsQuery(transcriptId ?? ''),
    enabled: wanted && transcriptId !== undefined,
  })
  return data ?? NO_WORDS
}
