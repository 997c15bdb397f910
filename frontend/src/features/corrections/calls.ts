/** The calls about corrected transcripts. */
import { type Schema, api } from '@/api/client'

export type Interview = Schema<'InterviewOut'>
export type Transcript = Schema<'TranscriptOut'>
export type Recording = Schema<'RecordingOut'>
export type Highlight = Schema<'HighlightOut'>
export type CorrectionPreview = Schema<'CorrectionPreview'>
export type Span = Schema<'Span'>

const asForm = (body: Record<string, string | boolean | Blob>): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(body))
    form.append(name, value instanceof Blob ? value : String(value))
  return form
}

// The generated types know a file in a form only as a string.
const asField = (file: File) => file as unknown as string

function had<Data>(data: Data | undefined): Data {
  if (data === undefined) throw new Error('The server answered without a body')
  return data
}

export async function previewCorrection(
  transcriptId: string,
  file: File,
  reading: { encoding: string; join: boolean },
): Promise<CorrectionPreview> {
  const answer = await api.POST('/api/transcripts/{transcript_id}/correction-previews', {
    params: { path: { transcript_id: transcriptId } },
    body: { file: asField(file), ...reading },
    bodySerializer: asForm,
  })
  return had(answer.data)
}

export async function correct(
  transcriptId: string,
  file: File,
  wanted: Schema<'CorrectionIn'>,
): Promise<Schema<'CorrectionOut'>> {
  const answer = await api.POST('/api/transcripts/{transcript_id}/corrections', {
    params: { path: { transcript_id: transcriptId } },
    body: { file: asField(file), mapping: JSON.stringify(wanted) },
    bodySerializer: asForm,
  })
  return had(answer.data)
}

export async function corrections(transcriptId: string): Promise<Schema<'RevisionOut'>[]> {
  const { data } = await api.GET('/api/transcripts/{transcript_id}/corrections', {
    params: { path: { transcript_id: transcriptId } },
  })
  return had(data).items
}

export async function takeBack(correctionId: string): Promise<void> {
  await api.DELETE('/api/corrections/{correction_id}', { params: { path: { correction_id: correctionId } } })
}

export async function shiftTimes(transcriptId: string, version: number, byMs: number): Promise<number> {
  const { data } = await api.POST('/api/transcripts/{transcript_id}/shift', {
    params: { path: { transcript_id: transcriptId } },
    body: { version, by_ms: byMs },
  })
  return had(data).version
}

/** Takes what is suggested, or another place, for what was meant. */
export async function settle({ id, version }: Highlight, span?: Span): Promise<void> {
  await api.PATCH('/api/highlights/{highlight_id}', {
    params: { path: { highlight_id: id } },
    body: span ? { version, span } : { version, status: 'ok' },
  })
}

export async function reopen(highlightId: string): Promise<void> {
  await api.POST('/api/highlights/{highlight_id}/reopen', { params: { path: { highlight_id: highlightId } } })
}

export async function removeHighlight(highlightId: string): Promise<void> {
  await api.DELETE('/api/highlights/{highlight_id}', { params: { path: { highlight_id: highlightId } } })
}

export async function restoreHighlight(highlightId: string): Promise<void> {
  await api.POST('/api/highlights/{highlight_id}/restore', {
    params: { path: { highlight_id: highlightId } },
  })
}
