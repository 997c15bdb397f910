/** Personas: who is in them, what of their words can be found, and what can be done with them. */
import { keepPreviousData, useQueryClient } from '@tanstack/react-query'
import { $api, type Schema, api } from '@/api/client'
import { paged } from '@/api/pages'
import { isProblem } from '@/api/problem'
import { useUndo } from '@/components/useUndo'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { messages } from './messages'

export type Persona = Schema<'PersonaOut'>
export type Drawn = Schema<'PersonaPersonOut'>
export type Draft = Schema<'PersonaIn'>

const LIST = '/api/personas'
const ONE = '/api/personas/{persona_id}'
const PEOPLE = '/api/personas/{persona_id}/participants'
const TAKE_OUT = '/api/personas/{persona_id}/participants/take-out'
const OF_PERSON = '/api/participants/{participant_id}/personas'
const FACET = '/api/search/facets/{name}'
const MOST_COUNTED = 100
const FOUND = 8
const SEARCH = '/api/search'
const MOST_SAID = 100
const LOOK_AGAIN_MS = 4000
/** When to look again: the index hears of a change in a moment, or a little later when it is busy. */
const HEARD_MS = [700, 2000, 4500]

const path = (personaId: string) => ({ path: { persona_id: personaId } })

export function usePersonas() {
  return $api.useQuery('get', LIST)
}

export function usePersona(personaId: string) {
  return $api.useQuery('get', ONE, { params: path(personaId) })
}

export function usePeople(personaId: string) {
  const params = { ...path(personaId), query: { limit: 100 } }
  return $api.useInfiniteQuery('get', PEOPLE, { params }, paged)
}

/** The personas that somebody is in. */
export function usePersonasOf(participantId: string) {
  return $api.useQuery('get', OF_PERSON, { params: { path: { participant_id: participantId } } })
}

/** How many quotes one may read of each; undefined while that is not known, as when search is down. */
export function useQuoteCounts(): (persona: Persona) => number | undefined {
  const params = { path: { name: 'persona' as const }, query: { limit: MOST_COUNTED } }
  const items = $api.useQuery('get', FACET, { params }, { retry: false }).data?.items
  const counts = new Map(items?.map(({ value, count }) => [value, count]))
  // Where not all were told, one that is missing may still have some.
  const missing = items && items.length < MOST_COUNTED ? 0 : undefined
  return ({ id }) => counts.get(id) ?? missing
}

/** The newest of what its people say and one may read, and how much that is in all. */
export function useSaid(personaId: string, q: string) {
  const query = { q, persona: [personaId], sort: 'newest' as const, facets: [], limit: MOST_SAID }
  return $api.useQuery(
    'get',
    SEARCH,
    { params: { query } },
    {
      retry: false,
      // An engine that rests comes back without anybody pressing anything.
      refetchInterval: ({ state: { error } }) =>
        isProblem(error, 'search_unavailable') ? LOOK_AGAIN_MS : false,
    },
  )
}

const NOT_OVER = JSON.stringify([{ field: 'consent', operator: 'none_of', value: ['withdrawn', 'expired'] }])

/** People by what is known of them, whose words may be heard; the first ones by name. */
export function useCandidates(text: string) {
  return $api.useQuery(
    'get',
    '/api/participants',
    { params: { query: { text, where: NOT_OVER, limit: FOUND } } },
    { placeholderData: keepPreviousData },
  )
}

export function useSegments() {
  return $api.useQuery('get', '/api/segments')
}

export async function createPersona(body: Draft): Promise<Persona> {
  const { data } = await api.POST(LIST, { body })
  if (!data) throw new Error('The server answered without a body')
  return data
}

export function usePersonaActions() {
  const t = useText(messages)
  const queries = useQueryClient()
  const undoable = useUndo()
  const format = useFormat()
  const reload = async () => {
    const shown = [LIST, ONE, PEOPLE, OF_PERSON]
    await Promise.all(shown.map((one) => queries.invalidateQueries({ queryKey: ['get', one] })))
  }
  const reloadWords = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['search'] }),
      queries.invalidateQueries({ queryKey: ['get', SEARCH] }),
      queries.invalidateQueries({ queryKey: ['get', FACET] }),
    ])
  const changed = async () => {
    HEARD_MS.forEach((ms) => setTimeout(() => void reloadWords(), ms))
    await Promise.all([reload(), reloadWords()])
  }
  const send = async (persona: Persona, body: Schema<'AddPeopleIn'>) => {
    const { data } = await api.POST(PEOPLE, { params: path(persona.id), body })
    await changed()
    return data?.participant_ids ?? []
  }
  const takeAway = async (persona: Persona, participantIds: string[]) => {
    await api.POST(TAKE_OUT, { params: path(persona.id), body: { participant_ids: participantIds } })
    await changed()
  }
  const said = (persona: Persona, added: string[], text: string) => {
    if (added.length === 0) showToast({ text: t('added.none') })
    else undoable({ text, undo: () => takeAway(persona, added) })
  }
  const addOne = async (persona: Persona, person: { id: string; pseudonym: string }) =>
    said(
      persona,
      await send(persona, { participant_ids: [person.id] }),
      t('added.one', { name: person.pseudonym }),
    )
  const addSegment = async (persona: Persona, segmentId: string) => {
    const added = await send(persona, { participant_ids: [], segment_id: segmentId })
    said(persona, added, t('added.some', { count: added.length, shown: format.number(added.length) }))
  }
  const takeOut = async (persona: Persona, person: Drawn) => {
    await takeAway(persona, [person.participant_id])
    undoable({
      text: t('who.takenOut', { name: person.pseudonym }),
      undo: () => send(persona, { participant_ids: [person.participant_id] }),
    })
  }
  const change = async (persona: Persona, values: Draft) => {
    await api.PATCH(ONE, { params: path(persona.id), body: { ...values, version: persona.version } })
    await changed()
  }
  /** Deletes it and then leaves its page: a list that begins to load before would still show it. */
  const remove = async (persona: Persona, leave: () => Promise<unknown>) => {
    await api.DELETE(ONE, { params: path(persona.id) })
    await leave()
    await changed()
    undoable({
      text: t('deleted', { name: persona.name }),
      undo: async () => {
        await api.POST('/api/personas/{persona_id}/restore', { params: path(persona.id) })
        await changed()
      },
    })
  }
  return { reload, addOne, addSegment, takeOut, change, remove }
}
