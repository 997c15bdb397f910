/** The codebook and what was heard about each tag. */
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { $api, type Schema, api } from '@/api/client'
import { paged } from '@/api/pages'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { useText } from '@/lib/i18n'
import { messages } from './messages'
import { type Target, movedTo } from './tree'

export type Tag = Schema<'TagOut'>
export type TagCount = Schema<'TagCount'>
export type Moment = Schema<'MomentOut'>
type TagPatch = Omit<Schema<'TagPatch'>, 'version'>

// The interview page keeps the codebook under the same key.
export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: async ({ signal }) => (await api.GET('/api/tags', { signal })).data?.items ?? [],
  staleTime: 30_000,
})

export const countsQuery = queryOptions({
  queryKey: ['tag-counts'],
  queryFn: async ({ signal }) => {
    const { data } = await api.GET('/api/tag-counts', { signal })
    return new Map((data?.items ?? []).map((one) => [one.tag_id, one]))
  },
})

/** Moments with a tag or one below it, page by page. */
export function useMoments(tagId: string) {
  const params = { path: { tag_id: tagId }, query: { limit: 20 } }
  return $api.useInfiniteQuery('get', '/api/tags/{tag_id}/highlights', { params }, paged)
}

/** Shaping the codebook; what can be taken back offers that. */
export function useCodebook() {
  const t = useText(messages)
  const queries = useQueryClient()
  const report = useReport()
  const undoable = useUndo()
  const reload = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: tagsQuery.queryKey }),
      queries.invalidateQueries({ queryKey: countsQuery.queryKey }),
    ])
  const path = (tag: Pick<Tag, 'id'>) => ({ path: { tag_id: tag.id } })

  const change = async (tag: Tag, patch: TagPatch) => {
    await api.PATCH('/api/tags/{tag_id}', { params: path(tag), body: { ...patch, version: tag.version } })
    await reload()
  }
  const move = async (tag: Tag, target: Target) => {
    queries.setQueryData(tagsQuery.queryKey, (tags) => movedTo(tags ?? [], tag.id, target))
    await change(tag, target).catch(async (error: unknown) => {
      report(error)
      await reload()
    })
  }
  const remove = async (tag: Tag) => {
    await api.DELETE('/api/tags/{tag_id}', { params: path(tag) })
    await reload()
    undoable({
      text: t('deleted', { name: tag.name }),
      undo: async () => {
        await api.POST('/api/tags/{tag_id}/restore', { params: path(tag) })
        await reload()
      },
    })
  }
  const merge = async (tag: Tag, intoId: string) => {
    await api.POST('/api/tags/{tag_id}/merge', {
      params: path(tag),
      body: { into_id: intoId, version: tag.version },
    })
    await reload()
  }
  const create = async (body: Schema<'TagIn'>) => {
    const { data } = await api.POST('/api/tags', { body })
    await reload()
    return data
  }
  return { change, move, remove, merge, create, report }
}
