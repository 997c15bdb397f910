import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { $api, type Schema, api } from '@/api/client'
import { isProblem } from '@/api/problem'
import { paged } from '@/api/pages'
import { useReport } from '@/components/useReport'

export type Reel = Schema<'ReelOut'>
export type ReelCard = Schema<'ReelCard'>
export type ReelItem = Schema<'ItemOut'>

const LIST = '/api/reels'
const ONE = '/api/reels/{reel_id}'
const ITEMS = '/api/reels/{reel_id}/items'
const ITEM = '/api/reels/{reel_id}/items/{item_id}'

const path = (reelId: string) => ({ params: { path: { reel_id: reelId } } })
/** What is added when it is not said otherwise. */
const NOTHING = { quote_ids: [], highlight_ids: [], items: [] }
const keyOf = (reelId: string) => $api.queryOptions('get', ONE, path(reelId)).queryKey

export function useReels(mine: boolean) {
  return $api.useInfiniteQuery('get', LIST, { params: { query: { limit: 48, mine } } }, paged)
}

export function useReel(reelId: string) {
  return $api.useQuery('get', ONE, path(reelId))
}

/** After something changed: the reel is shown at once, lists and reach are asked for anew. */
function useKeep() {
  const queries = useQueryClient()
  return useCallback(
    (reel: Reel) => {
      queries.setQueryData(keyOf(reel.id), reel)
      void queries.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[1] === LIST || String(queryKey[1]).endsWith('/reach'),
      })
      return reel
    },
    [queries],
  )
}

export function useReelDeeds() {
  const keep = useKeep()
  const queries = useQueryClient()
  const duplicate = async (reelId: string, title: string) => {
    const params = { path: { reel_id: reelId }, query: { title } }
    return keep((await api.POST('/api/reels/{reel_id}/duplicate', { params })).data as Reel)
  }
  const remove = async (reelId: string) => {
    await api.DELETE(ONE, path(reelId))
    await queries.invalidateQueries({ queryKey: ['get', LIST] })
  }
  const restore = async (reelId: string) =>
    keep((await api.POST('/api/reels/{reel_id}/restore', path(reelId))).data as Reel)
  return { duplicate, remove, restore }
}

/**
 * Edits that save themselves. Each is shown at once as `guess` says, and sent after the ones before it, so that every
 * one carries the version its predecessor made. When somebody else was faster, their state is shown and said.
 */
export function useEditing(reel: Reel) {
  const queries = useQueryClient()
  const keep = useKeep()
  const report = useReport()
  const version = useRef(reel.version)
  const chain = useRef<Promise<unknown>>(Promise.resolve())
  const waiting = useRef(0)
  const [saving, setSaving] = useState(false)
  const id = reel.id

  const run = useCallback(
    (send: (version: number) => Promise<{ data?: Reel }>, guess?: (reel: Reel) => Reel) => {
      if (guess) queries.setQueryData<Reel>(keyOf(id), (known) => known && guess(known))
      if (waiting.current === 0)
        version.current = queries.getQueryData<Reel>(keyOf(id))?.version ?? version.current
      waiting.current += 1
      setSaving(true)
      const task = chain.current.then(async () => {
        const { data } = await send(version.current)
        if (!data) return
        version.current = data.version
        // Later guesses are on the screen already; the last answer has them all.
        if (waiting.current === 1) keep(data)
      })
      chain.current = task
        .catch(async (error: unknown) => {
          report(error)
          const fresh = await queries.fetchQuery({ ...$api.queryOptions('get', ONE, path(id)), staleTime: 0 })
          version.current = fresh.version
          return isProblem(error, 'conflict')
        })
        .finally(() => {
          waiting.current -= 1
          setSaving(waiting.current > 0)
        })
      return task
    },
    [id, keep, queries, report],
  )

  const itemPath = (itemId: string) => ({ path: { reel_id: id, item_id: itemId } })
  const withItems = (change: (items: ReelItem[]) => ReelItem[]) => (known: Reel) => ({
    ...known,
    items: change(known.items),
  })

  return {
    saving,
    describe: (values: { title: string; description: string }) =>
      run(
        (now) => api.PATCH(ONE, { ...path(id), body: { ...values, version: now } }),
        (known) => ({ ...known, ...values }),
      ),
    reorder: (itemIds: string[]) =>
      run(
        (now) =>
          api.PUT('/api/reels/{reel_id}/order', { ...path(id), body: { item_ids: itemIds, version: now } }),
        withItems((items) => itemIds.flatMap((itemId) => items.find((item) => item.id === itemId) ?? [])),
      ),
    change: (itemId: string, values: Omit<Schema<'ItemPatch'>, 'version'>, guess: Partial<ReelItem>) =>
      run(
        (now) => api.PATCH(ITEM, { params: itemPath(itemId), body: { ...values, version: now } }),
        withItems((items) => items.map((item) => (item.id === itemId ? { ...item, ...guess } : item))),
      ),
    remove: (itemId: string) =>
      run(
        (now) => api.DELETE(ITEM, { params: { ...itemPath(itemId), query: { version: now } } }),
        withItems((items) => items.filter((item) => item.id !== itemId)),
      ),
    put: (item: Schema<'ItemsIn'>['items'], position: number) =>
      run((now) =>
        api.POST(ITEMS, { ...path(id), body: { ...NOTHING, items: item, position, version: now } }),
      ),
  }
}

export type Editing = ReturnType<typeof useEditing>
