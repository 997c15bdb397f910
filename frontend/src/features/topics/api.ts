/** Topics: what they hold, who follows them, and what can be done with them. */
import { useQueryClient } from '@tanstack/react-query'
import { $api, type Schema, api } from '@/api/client'
import { useUndo } from '@/components/useUndo'
import type { SearchParams } from '@/features/search'
import { useText } from '@/lib/i18n'
import { messages } from './messages'

export type Topic = Schema<'TopicOut'>
export type TopicWithPeople = Schema<'TopicPageOut'>
export type Feed = Schema<'FeedOut'>
export type NewFeed = Schema<'NewFeedOut'>
export type Digest = Schema<'FollowIn'>['digest']

const TOPICS = ['get', '/api/topics']

export function useTopics() {
  return $api.useQuery('get', '/api/topics')
}

export function useTopic(topicId: string) {
  const params = { path: { topic_id: topicId } }
  // Asked anew at each visit: since when one has not looked was true of the last one.
  return $api.useQuery('get', '/api/topics/{topic_id}', { params }, { gcTime: 0 })
}

/** How much is new in what one follows; without search there is nothing to tell. */
export function useNews() {
  return $api.useQuery('get', '/api/topics/news', {}, { retry: false, staleTime: 30_000 })
}

/** The search that a topic keeps, as the search page's address has it. */
export function paramsOf({ search }: Topic): SearchParams {
  const { q, after, before, sort, ...facets } = search
  const ticked = Object.entries(facets).filter(([, values]) => Array.isArray(values) && values.length > 0)
  return {
    ...Object.fromEntries(ticked),
    ...(q ? { q } : {}),
    ...(after ? { after } : {}),
    ...(before ? { before } : {}),
    sort: sort ?? 'newest',
  }
}

export function useTopicActions() {
  const t = useText(messages)
  const queries = useQueryClient()
  const undoable = useUndo()
  const reload = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: TOPICS }),
      queries.invalidateQueries({ queryKey: ['get', '/api/topics/{topic_id}'] }),
      queries.invalidateQueries({ queryKey: ['get', '/api/topics/news'] }),
    ])
  const path = (topic: Pick<Topic, 'id'>) => ({ path: { topic_id: topic.id } })
  const follow = async (topic: Topic, digest: Digest) => {
    await api.PUT('/api/topics/{topic_id}/follow', { params: path(topic), body: { digest } })
    await reload()
  }
  const unfollow = async (topic: Topic) => {
    await api.DELETE('/api/topics/{topic_id}/follow', { params: path(topic) })
    await reload()
    undoable({
      text: t('unfollowed', { name: topic.name }),
      undo: () => follow(topic, topic.digest ?? 'none'),
    })
  }
  const change = async (topic: Topic, values: { name: string; private: boolean }) => {
    await api.PATCH('/api/topics/{topic_id}', {
      params: path(topic),
      body: { ...values, version: topic.version },
    })
    await reload()
  }
  /** Deletes it and then leaves its page: a list that begins to load before would still show it. */
  const remove = async (topic: Topic, leave: () => Promise<unknown>) => {
    await api.DELETE('/api/topics/{topic_id}', { params: path(topic) })
    await leave()
    await reload()
    undoable({
      text: t('deleted', { name: topic.name }),
      undo: async () => {
        await api.POST('/api/topics/{topic_id}/restore', { params: path(topic) })
        await reload()
      },
    })
  }
  const looked = async (topic: Topic) => {
    await api.POST('/api/topics/{topic_id}/seen', { params: path(topic) })
    await queries.invalidateQueries({ queryKey: ['get', '/api/topics/news'] })
  }
  return { follow, unfollow, change, remove, looked }
}
