/** What the address of the audit log holds. Unknown or broken values fall away, so that any link opens. */

/** What deeds are about, as administrators ask; each is a list of the API's kinds. */
export const GROUPS = {
  looks: [
    'interview.read',
    'recording.play',
    'private.read',
    'consent_evidence.read',
    'render.download',
    'reel.export',
    'access_copy',
    'audit.export',
  ],
  consent: [
    'consent',
    'consent_form',
    'consent_moment',
    'consent_template',
    'participant',
    'receipt',
    'retention',
  ],
  shared: ['grant', 'topic'],
  people: ['user', 'account', 'token', 'directory', 'group'],
  projects: ['project', 'survey', 'segment', 'attribute'],
  research: [
    'interview',
    'speaker',
    'transcript',
    'turn',
    'recording',
    'highlight',
    'tag',
    'reel',
    'persona',
  ],
  deleted: [
    'clip',
    'piece',
    'render.purge',
    'receipt',
    'retention.run',
    'recording.remove',
    'recording.drop',
  ],
  log: ['audit'],
} as const
export type Group = keyof typeof GROUPS
export const GROUP_NAMES = Object.keys(GROUPS) as Group[]

export interface AuditParams {
  q?: string
  what?: Group
  actor?: string
  project?: string
  target?: string
  since?: string
  until?: string
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const ID = /^[\w-]{1,40}$/

export function readAuditParams(raw: Record<string, unknown>): AuditParams {
  const params: AuditParams = {}
  if ((typeof raw.q === 'string' || typeof raw.q === 'number') && raw.q !== '') params.q = String(raw.q)
  const what = GROUP_NAMES.find((name) => name === raw.what)
  if (what) params.what = what
  for (const name of ['actor', 'project', 'target'] as const) {
    const value = raw[name]
    if (typeof value === 'string' && ID.test(value)) params[name] = value
  }
  for (const edge of ['since', 'until'] as const) {
    const day = raw[edge]
    if (typeof day === 'string' && DAY.test(day)) params[edge] = day
  }
  return params
}

/** The question for the API. */
export function queryOf({ q, what, actor, project, target, since, until }: AuditParams) {
  return {
    ...(q && { q }),
    ...(what && { kind: [...GROUPS[what]] }),
    ...(actor && { actor_id: actor }),
    ...(project && { project_id: project }),
    ...(target && { target_id: target }),
    ...(since && { since }),
    ...(until && { until }),
  }
}

/** Where the same entries are as a file. */
export function fileOf(params: AuditParams, format: 'csv' | 'jsonl'): string {
  const asked = new URLSearchParams({ format })
  for (const [name, value] of Object.entries(queryOf(params)))
    for (const one of [value].flat()) asked.append(name, one)
  return `/api/audit-entries/export?${asked}`
}
