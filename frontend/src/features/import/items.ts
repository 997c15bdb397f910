/** The interviews that are being brought in: what each consists of, and how far it is. Pure. */
import type { Schema } from '@/api/client'
import { type Pair, dayIn, pair, titleOf } from './files'
import type { Plan, SurveyChoices } from './tables'
import type { Sent } from './upload'
import { type Preview, type Voice, alike } from './voices'

export type Kind = Schema<'ImportIn'>['kind']

export interface Details {
  title: string
  kind: Kind
  language: string
  heldOn: string
  summary: string
}

/**
 * reading → ready or refused; ready → saving → sending (its recording) → saved.
 * `failed` is a save that did not work; `halfway` is saved, but its recording did not arrive.
 */
export type Stage = 'reading' | 'ready' | 'refused' | 'saving' | 'sending' | 'saved' | 'failed' | 'halfway'

export interface Item extends Pair {
  id: string
  /** Makes a save that is repeated find what the first one made; another one after an import was taken back. */
  key: string
  stage: Stage
  details: Details
  voices: Voice[]
  link: string
  join: boolean
  /** '' lets the server find out. */
  encoding: string
  /** What was decided about the columns of a table. */
  plan?: Plan
  /** What was decided about those who answered a survey. */
  survey?: SurveyChoices
  preview?: Preview
  problem?: unknown
  sent?: Sent
  /** The upload rests. */
  paused?: boolean
  /** Send the recording although another interview has the very same one. */
  sendAnyway?: boolean
  interviewId?: string
  /** The other interviews that a survey became. */
  others?: string[]
  /** Import it although this very file is in the project already. */
  again?: boolean
  opened: boolean
}

/** A random name; also where the page did not come over https. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('')
}

function create(found: Pair, language: string, opened: boolean): Item {
  const name = (found.transcript ?? found.recording)?.name ?? ''
  return {
    ...found,
    id: newId(),
    key: newId(),
    stage: found.transcript ? 'reading' : 'ready',
    details: { title: titleOf(name), kind: 'interview', language, heldOn: dayIn(name), summary: '' },
    voices: [],
    link: '',
    join: true,
    encoding: '',
    opened,
  }
}

/** Takes files in; a recording that arrives later finds the transcript of its name, and the other way round. */
export function add(items: readonly Item[], files: readonly File[], language: string): Item[] {
  const open = items.filter(({ stage }) => stage === 'ready' || stage === 'reading' || stage === 'refused')
  const lone = open.filter(({ transcript, recording }) => !transcript || !recording)
  const all = [...lone.flatMap(({ transcript, recording }) => transcript ?? recording ?? []), ...files]
  const pairs = pair(all)
  const kept = items.flatMap((item) => {
    if (!lone.includes(item)) return [item]
    const now = pairs.find(({ transcript, recording }) =>
      item.transcript ? transcript === item.transcript : recording === item.recording,
    )
    if (!now) return [item]
    // A recording that stood alone and found its transcript goes into that one's place.
    if (!item.transcript && now.transcript) return []
    return [{ ...item, recording: now.recording }]
  })
  const held = new Set(kept.flatMap(({ transcript, recording }) => [transcript, recording]))
  const fresh = pairs.filter(({ transcript, recording }) => !held.has(transcript ?? recording))
  const only = kept.length === 0 && fresh.length === 1
  return [...kept, ...fresh.map((found) => create(found, language, only))]
}

/** Changes one item. */
export function change(items: readonly Item[], id: string, values: Partial<Item>): Item[] {
  return items.map((item) => (item.id === id ? { ...item, ...values } : item))
}

const keyOf = (names: readonly (string | null)[]) => JSON.stringify([...names].map(String).sort())

/** What a fresh preview changes: the title and the language only the first time, the voices only when they differ. */
export function understood(item: Item, preview: Preview, fresh: Voice[]): Partial<Item> {
  const first = !item.preview
  const { title, language } = item.details
  const same =
    !first &&
    keyOf(item.voices.flatMap(({ names }) => names)) === keyOf(preview.speakers.map(({ name }) => name))
  return {
    stage: 'ready',
    preview,
    problem: undefined,
    voices: same ? item.voices : fresh,
    details: {
      ...item.details,
      kind: kindOf(item, preview),
      ...(first && {
        title: preview.title || title,
        language: preview.language ?? language,
        summary: preview.preamble,
      }),
    },
  }
}

/** A survey is one by its rows, whatever else was chosen; what no longer is one becomes an interview again. */
function kindOf({ details: { kind }, preview: before }: Item, preview: Preview): Kind {
  if (preview.table?.mode === 'survey') return 'survey'
  return before?.table?.mode === 'survey' && kind === 'survey' ? 'interview' : kind
}

/** Whether each row of the file becomes an interview of its own. */
export const isSurvey = ({ preview }: Item) => preview?.table?.mode === 'survey'

/** How many interviews an item becomes. */
export const interviewsOf = (item: Item) => (isSurvey(item) ? (item.preview?.table?.respondents ?? 0) : 1)

/** The interviews an item became. */
export const savedAs = ({ interviewId, others = [] }: Item) => (interviewId ? [interviewId, ...others] : [])

/** What keeps an item from being saved, by the name of its message; undefined when nothing does. */
export function lacking(item: Item): 'title' | 'label' | 'pseudonym' | 'words' | undefined {
  if (!item.details.title.trim()) return 'title'
  if (item.preview && item.preview.turns_total === 0) return 'words'
  if (isSurvey(item)) return undefined
  if (item.voices.some(({ label }) => !label.trim())) return 'label'
  if (item.voices.some(({ who }) => who?.kind === 'new' && !who.pseudonym.trim())) return 'pseudonym'
  return undefined
}

/** The interview of this project that the very same file was imported into before. */
export const knownIn = ({ preview, again }: Item, projectId: string | null) =>
  again ? undefined : preview?.known?.find((one) => one.project_id === projectId)

export const mayBeSaved = (item: Item, projectId: string | null = null) =>
  (item.stage === 'ready' || item.stage === 'failed' || item.stage === 'halfway') &&
  !lacking(item) &&
  !knownIn(item, projectId)

/** Whether somebody should look at it before, or after, it is saved. */
export function wantsALook(item: Item): boolean {
  if (item.stage === 'refused' || item.stage === 'failed' || item.stage === 'halfway') return true
  if (item.stage !== 'ready') return false
  const { preview } = item
  const unsure =
    preview && (preview.confidence < 0.7 || !preview.encoding_certain || preview.warnings.length > 0)
  return (
    Boolean(unsure) || lacking(item) !== undefined || item.voices.some((_, at) => alike(item.voices, at) >= 0)
  )
}

/** The recordings of the list that no transcript has. */
export const loneRecordings = (items: readonly Item[]) =>
  items.filter(({ transcript, recording, stage }) => !transcript && recording !== null && stage === 'ready')

/** Puts a recording that stands alone with a transcript; the one it had stands alone then. */
export function pairUp(items: readonly Item[], id: string, recordingId: string, language: string): Item[] {
  const recording = items.find((item) => item.id === recordingId)?.recording
  if (!recording) return [...items]
  const parted = part(items, id, language).filter((item) => item.id !== recordingId)
  return change(parted, id, { recording, link: '' })
}

/** Takes the recording from a transcript; it stays in the list, on its own. */
export function part(items: readonly Item[], id: string, language: string): Item[] {
  return items.flatMap((item) =>
    item.id === id && item.transcript && item.recording
      ? [
          { ...item, recording: null },
          create({ transcript: null, recording: item.recording }, language, false),
        ]
      : [item],
  )
}

/** Saved interviews whose import was taken back: ready again, to be saved as new ones. */
export function broughtBack(items: readonly Item[], interviewIds: readonly string[]): Item[] {
  return items.map((item) =>
    item.interviewId && interviewIds.includes(item.interviewId)
      ? { ...item, stage: 'ready', interviewId: undefined, others: undefined, sent: undefined, key: newId() }
      : item,
  )
}

export const isBusy = ({ stage }: Item) => stage === 'reading' || stage === 'saving' || stage === 'sending'
