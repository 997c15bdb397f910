import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useUser } from '@/api/session'
import { useLocale, useText } from '@/lib/i18n'
import { createInterview, everyone, importTranscript, linkRecording, previewOf } from './calls'
import { type Item, add, change, isBusy, mayBeSaved, understood } from './items'
import { messages } from './messages'
import { uploadRecording } from './upload'
import { type Participant, newcomers, speakersIn, voicesOf } from './voices'

const NOBODY: Participant[] = []

/** Everything that is being brought in, and what can be done with it. */
export interface Import {
  items: Item[]
  people: Participant[]
  take: (files: File[]) => void
  edit: (id: string, values: Partial<Item>) => void
  /** Reads a file again, in another encoding or without joining. */
  reread: (id: string, values: Partial<Pick<Item, 'encoding' | 'join'>>) => void
  remove: (id: string) => void
  /** Stops the upload of a recording; the interview stays. */
  cancel: (id: string) => void
  /** Saves all that may be saved, one after the other; a failing one does not stop the others. */
  save: () => Promise<Item[]>
}

export function useImport(projectId: string | null): Import {
  const t = useText(messages)
  const [locale] = useLocale()
  const me = useUser().name
  const [items, show] = useState<Item[]>([])
  const latest = useRef<Item[]>([])
  const people = usePeople(projectId)
  const sending = useRef(new Map<string, AbortController>())
  useLeaveWarning(items.some(isBusy))

  const put = useCallback((next: Item[]) => {
    latest.current = next
    show(next)
  }, [])
  const edit = useCallback(
    (id: string, values: Partial<Item>) => put(change(latest.current, id, values)),
    [put],
  )
  const read = useCallback(
    async (id: string) => {
      const item = latest.current.find((one) => one.id === id)
      if (!item?.transcript) return
      try {
        const preview = await previewOf(item.transcript, item.encoding, item.join)
        const now = latest.current.find((one) => one.id === id)
        // Someone may have asked for another reading in the meantime.
        if (now?.encoding === item.encoding && now.join === item.join)
          edit(id, understood(now, preview, voicesOf(preview.speakers, t('unnamed'), me)))
      } catch (problem) {
        edit(id, { stage: 'refused', problem })
      }
    },
    [edit, me, t],
  )
  const take = useCallback(
    (files: File[]) => {
      put(add(latest.current, files, locale))
      for (const { id, stage, preview } of latest.current) if (stage === 'reading' && !preview) void read(id)
    },
    [put, read, locale],
  )
  const reread = (id: string, values: Partial<Item>) => {
    edit(id, { ...values, stage: 'reading', problem: undefined })
    void read(id)
  }
  const cancel = (id: string) => sending.current.get(id)?.abort()
  const remove = (id: string) => {
    cancel(id)
    put(latest.current.filter((item) => item.id !== id))
  }
  const save = useSave({ projectId, people, latest, sending, edit })
  return { items, people, take, edit, reread, remove, cancel, save }
}

function usePeople(projectId: string | null): Participant[] {
  const query = useQuery({
    queryKey: ['import', 'people', projectId],
    queryFn: () => everyone(projectId ?? ''),
    enabled: projectId !== null,
  })
  return query.data ?? NOBODY
}

interface SaveParts {
  projectId: string | null
  people: Participant[]
  latest: { current: Item[] }
  sending: { current: Map<string, AbortController> }
  edit: (id: string, values: Partial<Item>) => void
}

function useSave({ projectId, people, latest, sending, edit }: SaveParts): () => Promise<Item[]> {
  const queries = useQueryClient()
  return async () => {
    if (!projectId) return []
    const known = new Map<string, string>()
    for (const { id } of latest.current.filter(mayBeSaved)) {
      const item = latest.current.find((one) => one.id === id)
      if (!item) continue
      const interviewId = item.interviewId ?? (await words(projectId, item, people, known, edit))
      if (interviewId) await recording(interviewId, item, sending.current, edit)
    }
    await queries.invalidateQueries()
    return latest.current
  }
}

type Edit = SaveParts['edit']

/** Saves the interview itself; returns its id, or nothing when that failed. */
async function words(
  projectId: string,
  item: Item,
  people: readonly Participant[],
  known: Map<string, string>,
  edit: Edit,
): Promise<string | undefined> {
  const { title, kind, language, heldOn, summary } = item.details
  const body = {
    title: title.trim(),
    kind,
    language,
    held_on: heldOn || null,
    summary: summary.slice(0, 5000),
  }
  edit(item.id, { stage: 'saving', problem: undefined })
  try {
    const interviewId = item.transcript
      ? await importTranscript(
          projectId,
          item.transcript,
          {
            ...body,
            encoding: item.encoding || null,
            join: item.join,
            speakers: speakersIn(item.voices, people, known),
          },
          item.id,
        )
      : await createInterview(projectId, body, item.id)
    edit(item.id, { interviewId })
    await introduce(projectId, newcomers(item.voices, people), known)
    return interviewId
  } catch (problem) {
    edit(item.id, { stage: 'failed', problem })
    return undefined
  }
}

/** Whoever was new in one file is known in the next. */
async function introduce(projectId: string, names: string[], known: Map<string, string>): Promise<void> {
  if (names.length === 0) return
  for (const { id, pseudonym } of await everyone(projectId))
    if (names.includes(pseudonym)) known.set(pseudonym, id)
}

async function recording(
  interviewId: string,
  item: Item,
  sending: Map<string, AbortController>,
  edit: Edit,
): Promise<void> {
  const controller = new AbortController()
  sending.set(item.id, controller)
  try {
    if (item.link.trim()) await linkRecording(interviewId, item.link.trim())
    else if (item.recording) {
      edit(item.id, { stage: 'sending', sent: { bytes: 0, total: item.recording.size, pace: null } })
      const onProgress = (sent: Item['sent']) => edit(item.id, { sent })
      await uploadRecording(interviewId, item.recording, { signal: controller.signal, onProgress })
    }
    edit(item.id, { stage: 'saved', problem: undefined, opened: false })
  } catch (problem) {
    edit(item.id, { stage: 'halfway', problem })
  } finally {
    sending.delete(item.id)
  }
}

/** The browser asks before a page is left whose work is under way. */
function useLeaveWarning(busy: boolean): void {
  useEffect(() => {
    if (!busy) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [busy])
}
