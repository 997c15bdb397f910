import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { $api, type Schema, api } from '@/api/client'

export type Render = Schema<'RenderOut'>
export type RenderPlan = Schema<'RenderPlan'>
export type Form = Required<Schema<'RenderIn'>>
export type Notice = Schema<'NoticeOut'>

const LIST = '/api/reels/{reel_id}/renders'
const WORKING_MS = 1000
const path = (reelId: string) => ({ path: { reel_id: reelId } })

export const isUnderWay = (render: Render) => render.state === 'queued' || render.state === 'running'

/** The films of a reel; asked again every second while one is being made. */
export function useRenders(reelId: string) {
  return $api.useQuery(
    'get',
    LIST,
    { params: path(reelId) },
    {
      refetchInterval: (query) => (query.state.data?.items.some(isUnderWay) ? WORKING_MS : false),
    },
  )
}

/** What making a film in this form would take now. */
export function useRenderPlan(reelId: string, form: Form) {
  return $api.useQuery('get', `${LIST}/plan`, { params: { ...path(reelId), query: form } })
}

export function useRenderActions(reelId: string) {
  const queries = useQueryClient()
  const again = useCallback(
    () => queries.invalidateQueries({ predicate: ({ queryKey }) => /\/renders/.test(String(queryKey[1])) }),
    [queries],
  )
  const make = async (form: Form) => {
    await api.POST(LIST, { params: path(reelId), body: form })
    await again()
  }
  const cancel = async (renderId: string) => {
    await api.POST('/api/renders/{render_id}/cancel', { params: { path: { render_id: renderId } } })
    await again()
  }
  return { make, cancel, again }
}

export function useReelNotices(reelId: string) {
  return $api.useQuery('get', '/api/reels/{reel_id}/notices', { params: path(reelId) })
}

export function useSeeNotices(reelId: string) {
  const queries = useQueryClient()
  return async () => {
    await api.POST('/api/reels/{reel_id}/notices/seen', { params: path(reelId) })
    await queries.invalidateQueries({
      predicate: ({ queryKey }) => String(queryKey[1]).endsWith('/notices'),
    })
  }
}

export const fileOf = (render: Render, name: string) => `/api/renders/${render.id}/${name}`
/** The film to be saved instead of shown. */
export const savedOf = (render: Render) => `${fileOf(render, 'reel.mp4')}?download=true`
export const exportOf = (reelId: string, name: string) => `/api/reels/${reelId}/exports/${name}`
