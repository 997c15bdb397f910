/** What a search page's address holds. Unknown or broken values fall away, so that any link opens. */

export const FACETS = [
  'project',
  'tag',
  'emotion',
  'persona',
  'role',
  'segment',
  'kind',
  'language',
  'month',
] as const
/** Facets that can be ticked without being listed: a person or an interview, by a link from elsewhere. */
export const TICKABLE = [...FACETS, 'person', 'interview'] as const
export type Tickable = (typeof TICKABLE)[number]
export const SORTS = ['relevance', 'newest', 'oldest'] as const
type Sort = (typeof SORTS)[number]

export interface SearchParams extends Partial<Record<Tickable, string[]>> {
  q?: string
  after?: string
  before?: string
  /** Only what can be found since this moment, ISO 8601. */
  added_since?: string
  sort?: Sort
  /** By words, 0, or by meaning, 1. */
  ratio?: number
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/

export function readSearchParams(raw: Record<string, unknown>): SearchParams {
  const params: SearchParams = {}
  // A query of digits alone arrives as a number.
  if ((typeof raw.q === 'string' || typeof raw.q === 'number') && raw.q !== '')
    params.q = beginning(String(raw.q), MOST_TYPED)
  for (const facet of TICKABLE) {
    const values = valuesOf(raw[facet])
    if (values.length > 0) params[facet] = values
  }
  for (const edge of ['after', 'before'] as const) {
    const day = raw[edge]
    if (typeof day === 'string' && DAY.test(day)) params[edge] = day
  }
  const since = raw.added_since
  if (typeof since === 'string' && MOMENT.test(since)) params.added_since = since
  const sort = SORTS.find((known) => known === raw.sort)
  if (sort) params.sort = sort
  const ratio = typeof raw.ratio === 'string' && raw.ratio !== '' ? Number(raw.ratio) : raw.ratio
  if (typeof ratio === 'number' && ratio >= 0 && ratio <= 1) params.ratio = ratio
  return params
}

/** So much of what is typed the server reads; of a whole page that was pasted, its beginning. */
const MOST_TYPED = 2000

/** What is asked for while these words stand in the field: a space behind the last one says that it is a whole word. */
export const queryOf = (words: string): string =>
  beginning(words.trimStart(), MOST_TYPED).replace(/\s+$/, ' ')

const QUOTE = '["＂“”„‟«»]'

/** The query with another name as the value of a field that was typed, quoted where it has to be. */
export function renamed(q: string, value: string, name: string): string {
  const typed = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const place = new RegExp(`([:：,])(?:${QUOTE}\\s*${typed}\\s*(?:${QUOTE}|$)|${typed}(?=[\\s,]|$))`, 'u')
  const written = /[\s,]/.test(name) ? `"${name}"` : name
  return q.replace(place, (_, before: string) => before + written)
}

/** So many characters from the beginning of what people wrote, none of them halved. */
export const beginning = (text: string, most: number): string => Array.from(text).slice(0, most).join('')

function valuesOf(raw: unknown): string[] {
  const values: unknown[] = Array.isArray(raw) ? raw : [raw]
  return values.filter((value): value is string => typeof value === 'string' && value !== '')
}

/** How many things narrow the search, its words aside. */
export function choicesIn(params: SearchParams): number {
  const ticked = TICKABLE.reduce((sum, facet) => sum + (params[facet]?.length ?? 0), 0)
  return ticked + [params.after, params.before, params.added_since].filter(Boolean).length
}

/** The same search with other values of one facet. */
export function withTicked(params: SearchParams, facet: Tickable, values: string[]): SearchParams {
  return { ...params, [facet]: values.length > 0 ? values : undefined }
}

/** The same words, with nothing else to narrow them down. */
export function withoutChoices({ q, sort, ratio }: SearchParams): SearchParams {
  return ratio === undefined ? { q, sort } : { q, sort, ratio }
}
