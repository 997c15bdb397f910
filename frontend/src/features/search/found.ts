/** Everything that a search found, as far as it can be played at once. */
import { api } from '@/api/client'
import type { SearchParams } from './params'
import { asked } from './useFound'

/** So many quotes play in one go, and become a reel in one go. */
const MOST_PLAYED = 50

export interface FoundAll {
  ids: string[]
  total: number
  /** What the ticked tags, people and interviews are called. */
  names: string[]
}

/** The best answers to a search by their ids, in its order. */
export async function foundAll(params: SearchParams): Promise<FoundAll> {
  const facets: ('tag' | 'person' | 'interview')[] = ['tag', 'person', 'interview']
  const query = { ...asked(params), limit: MOST_PLAYED, facets }
  const { data } = await api.GET('/api/search', { params: { query } })
  if (!data) throw new Error('GET /api/search answered without a body')
  const names = facets.flatMap((facet) =>
    (data.facets[facet]?.values ?? [])
      .filter(({ value }) => params[facet]?.includes(value))
      .flatMap(({ label }) => label ?? []),
  )
  return { ids: data.items.map(({ id }) => id), total: data.total, names }
}
