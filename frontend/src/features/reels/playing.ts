/** A reel of the API as the player wants it. */
import type { Item } from '@/player'
import type { Reel, ReelItem } from './api'

type Playable = Pick<Reel, 'items'> & Partial<Pick<Reel, 'lower_thirds' | 'transition'>>

type WhyOf = (item: ReelItem) => string
/** How loud voices without a picture are over their length, 0 to 1, by item. */
type Peaks = ReadonlyMap<string, readonly number[]>

/** How long a clip fades in a reel whose clips fade into each other, as the server has it. */
const TRANSITION_MS = 400

/** What plays: cards, clips, and words where there is nothing to hear. What may not be read is left out. */
export function playableItems(reel: Playable, whyOf: WhyOf, peaks: Peaks = new Map()): Item[] {
  return reel.items.filter((item) => item.readable).map((item) => toItem(item, reel, whyOf, peaks))
}

function kindOf(item: ReelItem): Item['kind'] {
  if (item.kind !== 'clip') return 'card'
  if (item.silence === null) return 'clip'
  return item.silence === 'external_link' ? 'link' : 'words'
}

/** The fades of an item: its own, at least those of the reel's transition, together never longer than the item. */
function fadesOf(item: ReelItem, transition: Reel['transition'] | undefined) {
  const least = transition === 'fade' ? TRANSITION_MS : 0
  const [come, go] = [Math.max(item.fade_in_ms, least), Math.max(item.fade_out_ms, least)]
  if (come + go <= item.length_ms) return { fade_in_ms: come, fade_out_ms: go }
  const shown = Math.floor((item.length_ms * come) / (come + go))
  return { fade_in_ms: shown, fade_out_ms: item.length_ms - shown }
}

function toItem(item: ReelItem, reel: Playable, whyOf: WhyOf, peaks: Peaks): Item {
  const kind = kindOf(item)
  return {
    id: item.id,
    kind,
    length_ms: item.length_ms,
    title: item.title,
    text: item.text,
    name: item.speaker_name,
    role: item.participant_role,
    language: item.language,
    url: (kind === 'link' ? item.external_url : item.media_url) ?? null,
    from_ms: item.start_ms ?? 0,
    has_video: item.has_video,
    cues: item.cues,
    note: kind === 'words' ? whyOf(item) : undefined,
    captions: item.captions,
    lower_third: item.lower_third && reel.lower_thirds !== false,
    section: item.kind === 'section',
    gain_db: item.gain_db,
    peaks: peaks.get(item.id),
    ...fadesOf(item, reel.transition),
  }
}
