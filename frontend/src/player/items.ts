/** What a reel is to the player. Times are milliseconds; a cue's count from its clip's start. */

export interface Cue {
  start_ms: number
  end_ms: number
  text: string
  name: string
}

export interface Item {
  id: string
  /** A clip plays; words are read; a card is a title; a link lies elsewhere; wait is a clip not cut yet. */
  kind: 'clip' | 'words' | 'card' | 'link' | 'wait'
  length_ms: number
  title: string
  text: string
  name: string
  role: string
  language: string
  /** A clip's media, or a link's page. */
  url: string | null
  /** Where in the media the clip begins. */
  from_ms: number
  has_video: boolean
  cues: readonly Cue[]
  /** Why words are read instead of heard. */
  note?: string
  /** How long picture and sound take to come and to go. */
  fade_in_ms?: number
  fade_out_ms?: number
  /** Whether it shows captions and who speaks; both unless said otherwise. */
  captions?: boolean
  lower_third?: boolean
  /** How much softer it is to be than it was recorded, in dB; never above 0. */
  gain_db?: number
  /** A card that opens a chapter. */
  section?: boolean
  /** How loud it is over its length, 0 to 1, for the drawing of a voice without a picture. */
  peaks?: readonly number[]
}

export interface Place {
  index: number
  within_ms: number
}

/** What a clip is made of: the same under a new signature, another once it was trimmed. */
export function mediaOf(item: Item): string {
  const [path = '', query = ''] = (item.url ?? '').split('?')
  const kept = query.split('&').filter((part) => part && !/^(exp|sig)=/.test(part))
  return [item.id, item.from_ms, item.length_ms, path, ...kept].join(' ')
}

/** How long everything takes together. */
export function lengthOf(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + item.length_ms, 0)
}

/** When an item begins. */
export function startOf(items: readonly Item[], index: number): number {
  return lengthOf(items.slice(0, Math.max(0, index)))
}

/** Which item plays at a moment of the whole, and how far into it. Beyond the end is the end. */
export function placeAt(items: readonly Item[], ms: number): Place {
  let left = Math.max(0, ms)
  for (const [index, item] of items.entries()) {
    if (left < item.length_ms || index === items.length - 1)
      return { index, within_ms: Math.min(left, item.length_ms) }
    left -= item.length_ms
  }
  return { index: 0, within_ms: 0 }
}

/** The next item that plays media; it is loaded ahead. */
export function nextClip(items: readonly Item[], after: number): Item | undefined {
  return items.slice(after + 1).find((item) => item.kind === 'clip')
}

/** The caption of a moment; the last one stays for a breath, so that captions do not flicker. */
export function cueAt(item: Item, within_ms: number, linger_ms = 400): Cue | undefined {
  const begun = item.cues.filter((cue) => cue.start_ms <= within_ms)
  const last = begun[begun.length - 1]
  return last && within_ms < last.end_ms + linger_ms ? last : undefined
}

/** How much of an item is there at a moment while it comes or goes, from 0 to 1. */
export function levelAt(item: Item, within_ms: number): number {
  const { fade_in_ms = 0, fade_out_ms = 0, length_ms } = item
  const come = fade_in_ms > 0 ? within_ms / fade_in_ms : 1
  const go = fade_out_ms > 0 ? (length_ms - within_ms) / fade_out_ms : 1
  return Math.max(0, Math.min(1, come, go))
}

/** How loud an item plays at a moment, from 0 to 1: evened out, and fading. */
export function volumeAt(item: Item, within_ms: number): number {
  return levelAt(item, within_ms) * 10 ** (Math.min(0, item.gain_db ?? 0) / 20)
}

/** The chapter that an item is in: the last card before it that opens one. */
export function chapterAt(items: readonly Item[], index: number): Item | undefined {
  return items.slice(0, index + 1).findLast((item) => item.section)
}

/** Minutes and seconds, such as 1:07. */
export function clock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`
}

/** How many different people speak. */
export function peopleIn(items: readonly Item[]): number {
  return new Set(items.filter((item) => item.kind !== 'card' && item.name).map((item) => item.name)).size
}

/** Bars of a drawing for a voice without a picture: as loud as it is, else as the clip's id says. From 0 to 1. */
export function bars({ id, peaks }: Pick<Item, 'id' | 'peaks'>, count: number): number[] {
  return peaks && peaks.length > 0 ? loudnessBars(peaks, count) : inventedBars(id, count)
}

function loudnessBars(peaks: readonly number[], count: number): number[] {
  const most = Math.max(...peaks, 0.05)
  return Array.from({ length: count }, (_, at) => {
    const from = Math.floor((at * peaks.length) / count)
    const to = Math.max(from + 1, Math.floor(((at + 1) * peaks.length) / count))
    return Math.max(0.04, Math.max(...peaks.slice(from, to)) / most)
  })
}

function inventedBars(id: string, count: number): number[] {
  let seed = 2166136261
  for (const sign of id) seed = Math.imul(seed ^ (sign.codePointAt(0) ?? 0), 16777619)
  return Array.from({ length: count }, (_, at) => {
    seed = Math.imul(seed ^ (seed >>> 15), 2246822519) + at
    const noise = ((seed >>> 8) & 1023) / 1023
    const breath = 0.35 + 0.65 * Math.abs(Math.sin((at / count) * Math.PI * 3 + noise))
    return Math.max(0.08, breath * (0.35 + 0.65 * noise))
  })
}
