/** The calls an import makes. */
import { type Schema, api } from '@/api/client'
import type { Preview } from './voices'

export const asForm = (body: Record<string, string | boolean | Blob | null | undefined>): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(body))
    if (value !== undefined && value !== null)
      form.append(name, value instanceof Blob ? value : String(value))
  return form
}

// The generated types know a file in a form only as a string.
export const asField = (file: File) => file as unknown as string

function had<Data>(data: Data | undefined): Data {
  if (data === undefined) throw new Error('The server answered without a body')
  return data
}

export async function previewOf(
  file: File,
  encoding: string,
  join: boolean,
  table?: Schema<'TableIn'>,
): Promise<Preview> {
  const answer = await api.POST('/api/transcript-previews', {
    body: { file: asField(file), encoding, join, table: table ? JSON.stringify(table) : undefined },
    bodySerializer: asForm,
  })
  return had(answer.data)
}

/** Saves an interview; `key` makes a repeated try find what the first one made. */
export async function importTranscript(
  projectId: string,
  file: File,
  wanted: Schema<'ImportIn'>,
  key: string,
): Promise<string> {
  const answer = await api.POST('/api/projects/{project_id}/interviews/import', {
    params: { path: { project_id: projectId }, header: { 'Idempotency-Key': key } },
    body: { file: asField(file), mapping: JSON.stringify(wanted) },
    bodySerializer: asForm,
  })
  return had(answer.data).interview_id
}

/** Makes an interview of each row of a survey; gives the ids of all. */
export async function importSurvey(
  projectId: string,
  file: File,
  wanted: Schema<'SurveyIn'>,
  key: string,
): Promise<string[]> {
  const answer = await api.POST('/api/projects/{project_id}/surveys/import', {
    params: { path: { project_id: projectId }, header: { 'Idempotency-Key': key } },
    body: { file: asField(file), mapping: JSON.stringify(wanted) },
    bodySerializer: asForm,
  })
  return had(answer.data).interview_ids
}

export async function createInterview(
  projectId: string,
  body: Schema<'InterviewIn'>,
  key: string,
): Promise<string> {
  const answer = await api.POST('/api/projects/{project_id}/interviews', {
    params: { path: { project_id: projectId }, header: { 'Idempotency-Key': key } },
    body,
  })
  return had(answer.data).id
}

export async function linkRecording(interviewId: string, url: string): Promise<void> {
  await api.POST('/api/interviews/{interview_id}/recording/link', {
    params: { path: { interview_id: interviewId } },
    body: { url, starts_at_ms: 0 },
  })
}

/** Takes the recording of another interview, without sending it again. */
export async function copyRecording(interviewId: string, recordingId: string): Promise<void> {
  await api.POST('/api/interviews/{interview_id}/recording/copy', {
    params: { path: { interview_id: interviewId } },
    body: { recording_id: recordingId },
  })
}

export async function removeRecording(interviewId: string): Promise<void> {
  await api.DELETE('/api/interviews/{interview_id}/recording', {
    params: { path: { interview_id: interviewId } },
  })
}

/** Takes an import back: the interviews go, with the people they introduced. Refused once somebody worked on one. */
export async function takeBack(interviewIds: string[]): Promise<void> {
  await api.POST('/api/imports/take-back', { body: { interview_ids: interviewIds } })
}

/** Gives words to an interview that has none. */
export async function addTranscript(
  interviewId: string,
  file: File,
  wanted: Schema<'WordsIn'>,
): Promise<void> {
  await api.POST('/api/interviews/{interview_id}/transcript', {
    params: { path: { interview_id: interviewId } },
    body: { file: asField(file), mapping: JSON.stringify(wanted) },
    bodySerializer: asForm,
  })
}

/** Everyone of a project, page by page. */
export async function everyone(projectId: string): Promise<Schema<'ParticipantOut'>[]> {
  const people: Schema<'ParticipantOut'>[] = []
  let cursor: string | undefined
  do {
    const { data } = await api.GET('/api/projects/{project_id}/participants', {
      params: { path: { project_id: projectId }, query: { limit: 200, cursor } },
    })
    people.push(...had(data).items)
    cursor = had(data).next_cursor ?? undefined
  } while (cursor)
  return people
}
