/** A reel as it is being edited: pure changes from one state to the next, and what to send of it. */
import type { Schema } from '@/api/client'
import type { Reel, ReelItem } from './api'

export type Place = Schema<'ItemPlace'>
export type Change = (reel: Reel) => Reel
export type Head = Pick<
  Reel,
  'title' | 'description' | 'captions' | 'lower_thirds' | 'even_loudness' | 'transition'
>

/** A time-ordered UUID (version 7), made here so that what is taken out and put back keeps its name. */
export function newId(now = Date.now(), random = crypto.getRandomValues(new Uint8Array(10))): string {
  const time = now.toString(16).padStart(12, '0')
  const [version = 0, , variant = 0] = random
  const rest = [...random].map((byte) => byte.toString(16).padStart(2, '0'))
  rest[0] = ((version & 0x0f) | 0x70).toString(16)
  rest[2] = ((variant & 0x3f) | 0x80).toString(16)
  const hex = time + rest.join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** What the server is told of an item: of one that may not be read, only that it stays. */
export function placeOf(item: ReelItem): Place {
  const { id, kind, fade_in_ms, fade_out_ms, note } = item
  if (!item.readable || (kind === 'clip' && !item.highlight_id)) return { id }
  const both = { id, kind, fade_in_ms, fade_out_ms, note }
  if (kind !== 'clip') return { ...both, title: item.title, text: item.text, duration_ms: item.length_ms }
  const { trim_start_ms, trim_end_ms, pad_before_ms, pad_after_ms, captions, lower_third } = item
  const times = { trim_start_ms, trim_end_ms, pad_before_ms, pad_after_ms }
  return { ...both, ...times, quote_id: item.highlight_id, captions, lower_third }
}

export function headOf(reel: Head): Head {
  const { title, description, captions, lower_thirds, even_loudness, transition } = reel
  return { title, description, captions, lower_thirds, even_loudness, transition }
}

export const sameHead = (a: Reel, b: Reel) => JSON.stringify(headOf(a)) === JSON.stringify(headOf(b))
export const sameItems = (a: Reel, b: Reel) =>
  JSON.stringify(a.items.map(placeOf)) === JSON.stringify(b.items.map(placeOf))

export const changeHead =
  (values: Partial<Head>): Change =>
  (reel) => ({ ...reel, ...values })

export const changeItem =
  (id: string, values: Partial<ReelItem>): Change =>
  (reel) => ({ ...reel, items: reel.items.map((item) => (item.id === id ? { ...item, ...values } : item)) })

export const removeItems =
  (ids: readonly string[]): Change =>
  (reel) => ({ ...reel, items: reel.items.filter((item) => !ids.includes(item.id)) })

export const putItems =
  (items: readonly ReelItem[], at: number): Change =>
  (reel) => ({ ...reel, items: [...reel.items.slice(0, at), ...items, ...reel.items.slice(at)] })

export const moveItem =
  (from: number, to: number): Change =>
  (reel) => {
    const moved = reel.items[from]
    if (!moved || to < 0 || to >= reel.items.length || from === to) return reel
    const others = reel.items.filter((_, index) => index !== from)
    return { ...reel, items: [...others.slice(0, to), moved, ...others.slice(to)] }
  }

/** A new card, as it is shown until the server has seen it. */
export function newCard(kind: 'card' | 'section', title: string): ReelItem {
  return { ...BLANK, id: newId(), kind, title, length_ms: kind === 'card' ? 3000 : 2500 }
}

/** A copy of an item under a name of its own. */
export function copyOf(item: ReelItem): ReelItem {
  return { ...item, id: newId() }
}

interface Newcomer {
  highlightId: string
  quote: string
  speaker: string
}

/** A moment that was just put in, as it is shown until the server has said more. */
export function newClip({ highlightId, quote, speaker }: Newcomer): ReelItem {
  return {
    ...BLANK,
    id: newId(),
    kind: 'clip',
    highlight_id: highlightId,
    quote,
    text: quote,
    speaker_name: speaker,
    silence: 'no_recording',
    length_ms: 4000,
  }
}

const BLANK: ReelItem = {
  id: '',
  kind: 'card',
  title: '',
  text: '',
  length_ms: 0,
  readable: true,
  silence: null,
  highlight_id: null,
  tag_ids: [],
  quote: '',
  person_id: null,
  speaker_name: '',
  participant_role: '',
  interview_id: null,
  interview_title: '',
  project_name: '',
  language: '',
  emotion: null,
  intensity: null,
  valence: null,
  trim_start_ms: 0,
  trim_end_ms: 0,
  pad_before_ms: 0,
  pad_after_ms: 0,
  fade_in_ms: 0,
  fade_out_ms: 0,
  captions: true,
  lower_third: true,
  note: '',
  start_ms: null,
  end_ms: null,
  recording_id: null,
  media_url: null,
  has_video: false,
  gain_db: 0,
  external_url: null,
  cues: [],
  words: [],
}
