import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { startTransition, useEffect, useState } from 'react'
import { useUser } from '@/api/session'
import type { Schema } from '@/api/client'
import { type Translate, useLocale, useText } from '@/lib/i18n'
import {
  copyRecording,
  createInterview,
  everyone,
  importSurvey,
  importTranscript,
  linkRecording,
  previewOf,
  takeBack,
} from './calls'
import { isBeside } from './files'
import {
  type Details,
  type Item,
  add,
  broughtBack,
  change,
  isBusy,
  isSurvey,
  mayBeSaved,
  pairUp,
  part,
  understood,
} from './items'
import { messages } from './messages'
import { consentOf, surveyDefaults } from './tables'
import { type Steering, uploadRecording } from './upload'
import {
  type Memory,
  type Participant,
  type Voice,
  newcomers,
  recall,
  remember,
  speakersIn,
  voicesOf,
} from './voices'

const NOBODY: Participant[] = []

type Rereading = Partial<Pick<Item, 'encoding' | 'join' | 'plan'>>

/** What can be done with the list. The same object for as long as the page is open, so that rows need not be drawn anew. */
export interface Actions {
  take: (files: File[]) => void
  edit: (id: string, values: Partial<Item>) => void
  /** What somebody decided about the voices of a file; the same names in the other files follow. */
  setVoices: (id: string, voices: Voice[]) => void
  /** The same for every interview that is not saved yet. */
  editAll: (details: Partial<Details>) => void
  /** Reads a file again, in another encoding, without joining, or with other columns. */
  reread: (id: string, values: Rereading) => void
  rereadAll: (join: boolean) => void
  remove: (id: string) => void
  /** Puts a recording of the list with a transcript, or takes it from it again. */
  pairUp: (id: string, recordingId: string) => void
  part: (id: string) => void
  /** Stops the upload of a recording; the interview stays. */
  cancel: (id: string) => void
  /** Lets an upload rest, or go on. */
  pause: (id: string, paused: boolean) => void
  /** Takes the recording that is here already, in another interview. */
  useKnown: (id: string, recordingId: string) => Promise<void>
  /** Saves all that may be saved, or one; a failing one does not stop the others. */
  save: (id?: string) => Promise<Item[]>
  /** Takes the import of these interviews back. */
  takeBack: (interviewIds: string[]) => Promise<void>
}

/** Everything that is being brought in, and what can be done with it. */
export interface Import extends Actions {
  items: Item[]
  /** Files that nobody means to import, such as pictures; named, not shown as failures. */
  beside: string[]
  people: Participant[]
  actions: Actions
}

/** How many files are read at the same time; more would only wait for each other. */
const AT_ONCE = 4
const OPEN: readonly Item['stage'][] = ['reading', 'ready', 'refused', 'failed']

export function useImport(projectId: string | null): Import {
  const t = useText(messages)
  const [locale] = useLocale()
  const me = useUser().name
  const queries = useQueryClient()
  const [items, show] = useState<Item[]>([])
  const [beside, setBeside] = useState<string[]>([])
  const people = usePeople(projectId)
  useLeaveWarning(items.some(isBusy))
  const [{ actions, tell }] = useState(() =>
    createActions({ around: { projectId, people, locale, me, t }, show, setBeside, queries }),
  )
  useEffect(() => tell({ projectId, people, locale, me, t }))
  return { items, beside, people, actions, ...actions }
}

interface Surroundings {
  projectId: string | null
  people: Participant[]
  locale: string
  me: string
  t: Translate<typeof messages>
}

interface Parts {
  around: Surroundings
  show: (items: Item[]) => void
  setBeside: (change: (names: string[]) => string[]) => void
  queries: QueryClient
}

interface Desk {
  actions: Actions
  /** Says in which project, language and company the list is worked on now. */
  tell: (around: Surroundings) => void
}

function createActions({ around, show, setBeside, queries }: Parts): Desk {
  let now = around
  let items: Item[] = []
  let memory: Memory = new Map()
  let underWay = 0
  const waiting: string[] = []
  const sending: Uploads = new Map()

  const put = (next: Item[]) => {
    items = next
    show(next)
  }
  const find = (id: string) => items.find((item) => item.id === id)
  const edit = (id: string, values: Partial<Item>) => put(change(items, id, values))

  const read = async (id: string) => {
    const item = find(id)
    if (!item?.transcript) return
    try {
      const preview = await previewOf(item.transcript, item.encoding, item.join, item.plan)
      const here = find(id)
      const { t, me } = now
      // Someone may have asked for another reading in the meantime.
      if (here?.encoding !== item.encoding || here.join !== item.join || here.plan !== item.plan) return
      const voices = recall(voicesOf(preview.speakers, t('unnamed'), me), memory)
      edit(id, understood(here, preview, voices))
    } catch (problem) {
      edit(id, { stage: 'refused', problem })
    }
  }
  const readNext = () => {
    while (underWay < AT_ONCE && waiting.length > 0) {
      const id = waiting.shift() ?? ''
      underWay += 1
      void read(id).finally(() => {
        underWay -= 1
        readNext()
      })
    }
  }
  const enqueue = (ids: string[]) => {
    waiting.push(...ids.filter((id) => !waiting.includes(id)))
    readNext()
  }
  const take = (files: File[]) => {
    const wanted = files.filter((file) => !isBeside(file)).sort(byName)
    setBeside((names) => [...names, ...files.filter(isBeside).map(({ name }) => name)])
    const before = new Set(items.map(({ id }) => id))
    items = add(items, wanted, now.locale)
    // Hundreds of rows at once are drawn while the page goes on answering.
    startTransition(() => show(items))
    const unread = items.filter(
      ({ stage, preview, transcript }) => stage === 'reading' && !preview && transcript,
    )
    enqueue(unread.filter(({ id }) => !before.has(id) || !waiting.includes(id)).map(({ id }) => id))
  }
  const reread = (id: string, values: Rereading) => {
    edit(id, { ...values, stage: 'reading', problem: undefined })
    enqueue([id])
  }
  const remove = (id: string) => {
    sending.get(id)?.controller.abort()
    put(items.filter((item) => item.id !== id))
  }
  const saving = { find, edit, sending }
  const actions: Actions = {
    take,
    edit,
    reread,
    remove,
    setVoices: (id, voices) => {
      memory = remember(memory, voices)
      put(
        change(items, id, { voices }).map((item) =>
          item.id !== id && OPEN.includes(item.stage) ? withRecalled(item, memory) : item,
        ),
      )
    },
    editAll: (details) =>
      put(
        items.map((item) =>
          OPEN.includes(item.stage) ? { ...item, details: { ...item.details, ...details } } : item,
        ),
      ),
    rereadAll: (join) => {
      for (const { id, stage, preview, join: was } of items)
        if (stage === 'ready' && preview?.can_join && was !== join) reread(id, { join })
    },
    pairUp: (id, recordingId) => put(pairUp(items, id, recordingId, now.locale)),
    part: (id) => put(part(items, id, now.locale)),
    cancel: (id) => sending.get(id)?.controller.abort(),
    pause: (id, paused) => {
      const steering = sending.get(id)?.steering
      if (!steering) return
      if (paused) steering.pause()
      else steering.resume()
      edit(id, { paused })
    },
    useKnown: async (id, recordingId) => {
      const interviewId = find(id)?.interviewId
      if (!interviewId) return
      edit(id, { stage: 'saving', problem: undefined })
      try {
        await copyRecording(interviewId, recordingId)
        edit(id, { stage: 'saved', opened: false })
      } catch (problem) {
        edit(id, { stage: 'halfway', problem })
      }
      await queries.invalidateQueries()
    },
    save: async (only) => {
      await saveAll(
        now,
        saving,
        items.filter((item) => !only || item.id === only).map(({ id }) => id),
      )
      await queries.invalidateQueries()
      return items
    },
    takeBack: async (interviewIds) => {
      await takeBack(interviewIds)
      put(broughtBack(items, interviewIds))
      await queries.invalidateQueries()
    },
  }
  const tell = (next: Surroundings) => {
    now = next
  }
  return { actions, tell }
}

/** Browsers hand a folder's files out in no order at all. */
const byName = (a: File, b: File) =>
  (a.webkitRelativePath || a.name).localeCompare(b.webkitRelativePath || b.name, undefined, { numeric: true })

function withRecalled(item: Item, memory: Memory): Item {
  const voices = recall(item.voices, memory)
  return voices.every((voice, at) => voice === item.voices[at]) ? item : { ...item, voices }
}

function usePeople(projectId: string | null): Participant[] {
  const query = useQuery({
    queryKey: ['import', 'people', projectId],
    queryFn: () => everyone(projectId ?? ''),
    enabled: projectId !== null,
  })
  return query.data ?? NOBODY
}

/** The recordings that are on their way, by item. */
type Uploads = Map<string, { controller: AbortController; steering?: Steering }>

interface Saving {
  find: (id: string) => Item | undefined
  sending: Uploads
  edit: (id: string, values: Partial<Item>) => void
}

async function saveAll(
  { projectId, people }: Surroundings,
  { find, sending, edit }: Saving,
  ids: readonly string[],
): Promise<void> {
  if (!projectId) return
  const known = new Map<string, string>()
  for (const id of ids) {
    const item = find(id)
    if (!item || !mayBeSaved(item, projectId)) continue
    const interviewId = item.interviewId ?? (await words(projectId, item, people, known, edit))
    if (interviewId) await recording(interviewId, item, sending, edit)
  }
}

type Edit = Saving['edit']

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
    if (item.transcript && isSurvey(item)) return await answers(projectId, item, body, edit)
    const interviewId = item.transcript
      ? await importTranscript(
          projectId,
          item.transcript,
          {
            ...body,
            encoding: item.encoding || null,
            join: item.join,
            table: item.plan,
            speakers: speakersIn(item.voices, people, known),
          },
          item.key,
        )
      : await createInterview(projectId, body, item.key)
    edit(item.id, { interviewId })
    await introduce(projectId, newcomers(item.voices, people), known)
    return interviewId
  } catch (problem) {
    edit(item.id, { stage: 'failed', problem })
    return undefined
  }
}

/** Saves a survey; returns the id of its first interview. */
async function answers(
  projectId: string,
  item: Item,
  body: Pick<Schema<'SurveyIn'>, 'title' | 'language' | 'held_on' | 'summary'>,
  edit: Edit,
): Promise<string | undefined> {
  if (!item.transcript) return undefined
  const { asker, respondent, consent } = item.survey ?? surveyDefaults()
  const { title, language, held_on, summary } = body
  const wanted = {
    ...{ title, language, held_on, summary },
    encoding: item.encoding || null,
    table: item.plan ?? { mode: 'survey' as const, roles: [], sheet: '' },
    asker: asker.trim() || surveyDefaults().asker,
    respondent: respondent.trim() || surveyDefaults().respondent,
    consent: consentOf(consent),
  }
  const [interviewId, ...others] = await importSurvey(projectId, item.transcript, wanted, item.key)
  edit(item.id, { interviewId, others })
  return interviewId
}

/** Whoever was new in one file is known in the next. */
async function introduce(projectId: string, names: string[], known: Map<string, string>): Promise<void> {
  if (names.length === 0) return
  for (const { id, pseudonym } of await everyone(projectId))
    if (names.includes(pseudonym)) known.set(pseudonym, id)
}

async function recording(interviewId: string, item: Item, sending: Uploads, edit: Edit): Promise<void> {
  const controller = new AbortController()
  sending.set(item.id, { controller })
  try {
    if (item.link.trim()) await linkRecording(interviewId, item.link.trim())
    else if (item.recording) {
      edit(item.id, { stage: 'sending', sent: { bytes: 0, total: item.recording.size, pace: null } })
      await uploadRecording(interviewId, item.recording, {
        signal: controller.signal,
        refuseKnown: !item.sendAnyway,
        onStart: (steering) => sending.set(item.id, { controller, steering }),
        onProgress: (sent) => edit(item.id, { sent }),
      })
    }
    edit(item.id, { stage: 'saved', problem: undefined, opened: false })
  } catch (problem) {
    edit(item.id, { stage: 'halfway', problem })
  } finally {
    sending.delete(item.id)
    edit(item.id, { paused: false })
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
