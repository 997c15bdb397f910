/** Lists that come page by page: `{items, next_cursor}`. */

interface Page<Item> {
  items: Item[]
  next_cursor?: string | null
}

/** Options for `$api.useInfiniteQuery` on a list of ours; `data` is then all items so far. */
export const paged = {
  pageParamName: 'cursor',
  // Not undefined: the client would send 0 for that.
  initialPageParam: null,
  getNextPageParam: (last: Page<unknown>) => last.next_cursor ?? undefined,
}

/** All items of the pages read so far. */
export function itemsOf<Item>(data: { pages: Page<Item>[] } | undefined): Item[] | undefined {
  return data?.pages.flatMap((page) => page.items)
}
