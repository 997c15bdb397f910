/** A reel of the API as the player wants it. */
import type { Item } from '@/player'
import type { Reel, ReelItem } from './api'

/** What plays: cards, clips, and words where there is nothing to hear. What may not be read is left out. */
export function playableItems(reel: Reel, whyOf: (item: ReelItem) => string): Item[] {
  return reel.items.filter((item) => item.readable).map((item) => toItem(item, whyOf))
}

function kindOf(item: ReelItem): Item['kind'] {
  if (item.kind !== 'clip') return 'card'
  if (item.silence === null) return 'clip'
  return item.silence === 'external_link' ? 'link' : 'words'
}

function toItem(item: ReelItem, whyOf: (item: ReelItem) => string): Item {
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
  }
}
