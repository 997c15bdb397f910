/**
 * Editing that saves itself. Every change is on the screen at once; the server is sent what differs from what it is
 * known to have, one request after the other, however many changes came meanwhile. Undo goes back to an earlier state
 * and saves that. When somebody else was faster, their state is shown and said; when the line is down, it is tried
 * again until it is up.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { $api, api } from '@/api/client'
import { isProblem } from '@/api/problem'
import { useReport } from '@/components/useReport'
import { useKeep, type Reel, keyOf } from './api'
import { type Change, headOf, placeOf, sameHead, sameItems } from './draft'

export type Saving = 'saved' | 'saving' | 'offline'

const ONE = '/api/reels/{reel_id}'
const MOST_STEPS = 100
const SAME_STROKE_MS = 1500
const AGAIN_MS = 4000

interface Step {
  reel: Reel
  /** Strokes of one kind in a row are one step. */
  kind: string
  at: number
}

export function useEditing(reel: Reel) {
  const queries = useQueryClient()
  const keep = useKeep()
  const report = useReport()
  const [saving, setSaving] = useState<Saving>('saved')
  const [steps, setSteps] = useState({ past: 0, future: 0 })
  const past = useRef<Step[]>([])
  const future = useRef<Reel[]>([])
  const known = useRef(reel)
  const wanted = useRef<Reel | null>(null)
  const busy = useRef(false)
  const timer = useRef(0)
  const again = useRef<() => void>(() => undefined)
  const id = reel.id

  useEffect(() => {
    if (!busy.current && !wanted.current && reel.version > known.current.version) known.current = reel
  }, [reel])

  const current = useCallback(() => queries.getQueryData<Reel>(keyOf(id)) ?? known.current, [id, queries])
  const count = () => setSteps({ past: past.current.length, future: future.current.length })

  const startOver = useCallback(async () => {
    wanted.current = null
    past.current = []
    future.current = []
    count()
    const options = $api.queryOptions('get', ONE, { params: { path: { reel_id: id } } })
    known.current = await queries.fetchQuery({ ...options, staleTime: 0 })
    setSaving('saved')
  }, [id, queries])

  const save = useCallback(async () => {
    if (busy.current) return
    busy.current = true
    setSaving('saving')
    try {
      while (wanted.current) {
        const next = wanted.current
        wanted.current = null
        known.current = await send(known.current, next).catch((error: unknown) => {
          wanted.current ??= next
          throw error
        })
      }
      keep(known.current)
      setSaving('saved')
    } catch (error) {
      if (mayPass(error)) {
        setSaving('offline')
        clearTimeout(timer.current)
        timer.current = window.setTimeout(() => again.current(), AGAIN_MS)
      } else {
        report(error)
        await startOver().catch(report)
      }
    } finally {
      busy.current = false
    }
  }, [keep, report, startOver])
  useEffect(() => {
    again.current = () => void save()
  })

  const show = useCallback(
    (next: Reel) => {
      queries.setQueryData(keyOf(id), next)
      wanted.current = next
      void save()
    },
    [id, queries, save],
  )

  const edit = useCallback(
    (change: Change, kind = '') => {
      const before = current()
      const after = change(before)
      if (after === before) return
      const last = past.current.at(-1)
      const now = Date.now()
      if (kind && last?.kind === kind && now - last.at < SAME_STROKE_MS) last.at = now
      else past.current = [...past.current, { reel: before, kind, at: now }].slice(-MOST_STEPS)
      future.current = []
      count()
      show(after)
    },
    [current, show],
  )
  const undo = useCallback(() => {
    const last = past.current.pop()
    if (!last) return
    future.current.push(current())
    count()
    show(last.reel)
  }, [current, show])
  const redo = useCallback(() => {
    const next = future.current.pop()
    if (!next) return
    past.current.push({ reel: current(), kind: '', at: 0 })
    count()
    show(next)
  }, [current, show])

  /** Takes a state that the server made, e.g. by bringing a version back, as one step that can be undone. */
  const take = useCallback(
    (made: Reel) => {
      past.current.push({ reel: current(), kind: '', at: 0 })
      future.current = []
      known.current = made
      count()
      keep(made)
    },
    [current, keep],
  )

  useWarning(saving !== 'saved')
  useEffect(() => {
    const online = () => again.current()
    window.addEventListener('online', online)
    return () => {
      window.removeEventListener('online', online)
      clearTimeout(timer.current)
    }
  }, [])

  return { saving, edit, undo, redo, take, version: () => known.current.version, steps }
}

export type Editing = ReturnType<typeof useEditing>

/** No line, or a server in trouble: the same may work in a moment. */
function mayPass(error: unknown): boolean {
  return isProblem(error) && (error.status === 0 || error.status >= 500)
}

/** Sends what of `next` the server does not have yet; gives back what it has then. */
async function send(known: Reel, next: Reel): Promise<Reel> {
  const params = { path: { reel_id: known.id } }
  let saved = known
  if (!sameHead(saved, next))
    saved = bodyOf(await api.PATCH(ONE, { params, body: { ...headOf(next), version: saved.version } }))
  if (!sameItems(known, next)) {
    const body = { version: saved.version, items: next.items.map(placeOf) }
    saved = bodyOf(await api.PUT('/api/reels/{reel_id}/items', { params, body }))
  }
  return saved
}

function bodyOf(answer: { data?: Reel }): Reel {
  if (!answer.data) throw new Error('the reel was answered without a body')
  return answer.data
}

/** Asks before the page is left with something unsaved. */
function useWarning(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [unsaved])
}
