/** What an entry says, flat, and where its target is. */

interface Told {
  target_kind: string
  target_id: string
  detail: Record<string, unknown>
}

type PlaceLink =
  | { to: '/projects/$projectId'; params: { projectId: string } }
  | { to: '/participants/$participantId'; params: { participantId: string } }
  | { to: '/interviews/$interviewId'; params: { interviewId: string } }
  | { to: '/reels/$reelId'; params: { reelId: string } }
  | { to: '/tags/$tagId'; params: { tagId: string } }
  | { to: '/personas/$personaId'; params: { personaId: string } }
  | { to: '/quotes/$quoteId'; params: { quoteId: string } }
  | { to: '/settings/people' }

export interface Place {
  kind: 'project' | 'participant' | 'interview' | 'reel' | 'tag' | 'persona' | 'quote' | 'people'
  link: PlaceLink
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** The page of what an entry is about, if it has one; for what belongs to an interview or a reel, that. */
export function placeOf({ target_kind, target_id, detail }: Told): Place | null {
  const kind = target_kind === 'grant' ? detail.of : target_kind
  const id = target_kind === 'grant' ? (text(detail.of_id) ?? '') : target_id
  const interviewId = target_kind === 'interview' ? target_id : text(detail.interview_id)
  const reelId = kind === 'reel' ? id : text(detail.reel_id)
  if (kind === 'project') return { kind, link: { to: '/projects/$projectId', params: { projectId: id } } }
  if (kind === 'participant')
    return { kind, link: { to: '/participants/$participantId', params: { participantId: id } } }
  if (kind === 'tag') return { kind, link: { to: '/tags/$tagId', params: { tagId: id } } }
  if (kind === 'persona') return { kind, link: { to: '/personas/$personaId', params: { personaId: id } } }
  if (kind === 'highlight')
    return { kind: 'quote', link: { to: '/quotes/$quoteId', params: { quoteId: `h-${id}` } } }
  if (kind === 'user' || kind === 'token') return { kind: 'people', link: { to: '/settings/people' } }
  if (reelId) return { kind: 'reel', link: { to: '/reels/$reelId', params: { reelId } } }
  if (interviewId)
    return { kind: 'interview', link: { to: '/interviews/$interviewId', params: { interviewId } } }
  return null
}

const FINGERPRINT = /^[0-9a-f]{40,}$/
const LINKED = new Set(['interview_id', 'reel_id', 'of_id'])

/** What an entry's details say: "role: viewer · scope: company". */
export function detailOf(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([name, value]) => value !== null && value !== '' && !LINKED.has(name))
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${said(value)}`)
    .join(' · ')
}

function said(value: unknown): string {
  if (Array.isArray(value)) return value.map(said).join(', ')
  if (typeof value === 'object' && value !== null) return `(${detailOf(value as Record<string, unknown>)})`
  const told = String(value)
  return FINGERPRINT.test(told) ? `${told.slice(0, 12)}…` : told
}
