/** What a search page's address holds. Unknown or broken values fall away. */
export interface SearchParams {
  q?: string
}

export function readSearchParams(raw: Record<string, unknown>): SearchParams {
  return typeof raw.q === 'string' && raw.q ? { q: raw.q } : {}
}
