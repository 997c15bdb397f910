import { type Schema, api } from '@/api/client'

export type Preview = Schema<'PeoplePreviewOut'>
export type Column = Preview['columns'][number]
export type Row = Preview['rows'][number]
export type Wanted = Partial<Schema<'PeopleTableIn'>>

const asForm = (body: Record<string, string | Blob | null | undefined>): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(body))
    if (value !== undefined && value !== null) form.append(name, value)
  return form
}

// The generated types know a file in a form only as a string.
const asField = (file: File) => file as unknown as string

/** What a table would do; nothing is saved. */
export async function previewOf(projectId: string, file: File, wanted: Wanted): Promise<Preview> {
  const { data } = await api.POST('/api/projects/{project_id}/participants/import/preview', {
    params: { path: { project_id: projectId } },
    body: { file: asField(file), mapping: JSON.stringify(wanted) },
    bodySerializer: asForm,
  })
  if (!data) throw new Error('The server answered without a body')
  return data
}

/** Saves a table, all of it or nothing; `key` makes a repeated try find what the first one did. */
export async function importPeople(
  projectId: string,
  file: File,
  wanted: Wanted,
  key: string,
): Promise<Schema<'PeopleImportOut'>> {
  const { data } = await api.POST('/api/projects/{project_id}/participants/import', {
    params: { path: { project_id: projectId }, header: { 'Idempotency-Key': key } },
    body: { file: asField(file), mapping: JSON.stringify(wanted) },
    bodySerializer: asForm,
  })
  if (!data) throw new Error('The server answered without a body')
  return data
}
