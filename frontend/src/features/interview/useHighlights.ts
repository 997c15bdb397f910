/**
 * Marking, optimistically: what one does is on the page at once, is sent in order per highlight, and can be undone.
 * A highlight keeps its `key` from the first keystroke on; its id comes with the server's answer.
 */
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Schema, api } from '@/api/client'
import { isProblem } from '@/api/problem'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { useText } from '@/lib/i18n'
import { type Highlight, highlightsQuery } from './data'
import { messages } from './messages'

export type Span = Schema<'Span'>
export type Patch = Partial<Pick<Highlight, 'tag_ids' | 'note' | 'emotion' | 'intensity'>> & {
  status?: 'ok'
  span?: Span
}

interface Words {
  deleted: string
}

const EMPTY: Omit<Highlight, 'id' | 'transcript_id' | 'interview_id' | 'quote' | keyof Span> = {
  start_ms: null,
  end_ms: null,
  tag_ids: [],
  note: '',
  emotion: null,
  valence: null,
  intensity: null,
  status: 'ok',
  suggestion: '',
  version: 0,
  created_at: '',
}

const MIDDLE = 3

/** What the server will make of an emotion and its intensity. */
function feelings(before: Highlight, patch: Patch): Partial<Highlight> {
  const emotion = patch.emotion === undefined ? before.emotion : patch.emotion
  const intensity = patch.intensity === undefined ? before.intensity : patch.intensity
  return { emotion, intensity: emotion ? (intensity ?? MIDDLE) : null }
}

export class Marker {
  private keys = new Map<string, string>()
  private ids = new Map<string, string>()
  private versions = new Map<string, number>()
  private queues = new Map<string, Promise<unknown>>()
  private outstanding = new Map<string, number>()
  private gone = new Set<string>()
  private undone: (() => unknown)[] = []
  private counter = 0

  constructor(
    private queries: QueryClient,
    private interviewId: string,
    private report: (error: unknown) => void,
    private offer: (offer: { text: string; undo: () => unknown }) => void,
    private words: Words,
  ) {}

  /** The name a highlight keeps while its id is still on its way. */
  keyOf = (id: string): string => this.keys.get(id) ?? id

  list = (): Highlight[] => this.queries.getQueryData(highlightsQuery(this.interviewId).queryKey) ?? []

  find = (key: string): Highlight | undefined => this.list().find((one) => this.keyOf(one.id) === key)

  /** Marks a span; returns the key of the new highlight, which is there at once. */
  create = (transcriptId: string, span: Span, quote: string): string => {
    this.counter += 1
    const key = `new-${this.counter}`
    const draft: Highlight = {
      ...EMPTY,
      ...span,
      id: key,
      transcript_id: transcriptId,
      interview_id: this.interviewId,
      quote,
    }
    this.put([...this.list(), draft])
    void this.queue(key, async () => {
      const { data } = await api.POST('/api/transcripts/{transcript_id}/highlights', {
        params: { path: { transcript_id: transcriptId }, header: { 'Idempotency-Key': crypto.randomUUID() } },
        body: { ...span, tag_ids: [], note: '' },
      })
      if (!data) return
      this.ids.set(key, data.id)
      this.keys.set(data.id, key)
      this.settle(key, data)
    })
    this.undone.push(() => this.remove(key, { silent: true }))
    return key
  }

  change = (key: string, patch: Patch): void => {
    const before = this.find(key)
    if (!before) return
    const { span, ...rest } = patch
    this.replace(key, { ...before, ...rest, ...feelings(before, patch), ...(span ?? {}) })
    void this.queue(key, () => this.send(key, patch))
    const reverse: Patch = {}
    for (const name of ['tag_ids', 'note', 'emotion', 'intensity'] as const)
      if (name in patch) Object.assign(reverse, { [name]: before[name] })
    this.undone.push(() => {
      this.change(key, reverse)
      this.undone.pop()
    })
  }

  remove = (key: string, { silent = false } = {}): void => {
    const before = this.find(key)
    if (!before) return
    this.gone.add(key)
    this.put(this.list().filter((one) => this.keyOf(one.id) !== key))
    void this.queue(key, async () => {
      await api.DELETE('/api/highlights/{highlight_id}', {
        params: { path: { highlight_id: this.idOf(key) } },
      })
    })
    if (silent) return
    const undo = () => this.restore(key, before)
    this.undone.push(undo)
    this.offer({ text: this.words.deleted, undo: () => this.undo(undo) })
  }

  /** Takes the latest deed back, or a given one. */
  undo = (deed?: () => unknown): boolean => {
    const at = deed ? this.undone.lastIndexOf(deed) : this.undone.length - 1
    const [found] = at < 0 ? [] : this.undone.splice(at, 1)
    found?.()
    return found !== undefined
  }

  private restore(key: string, before: Highlight): void {
    this.gone.delete(key)
    this.put([...this.list(), before])
    void this.queue(key, async () => {
      const { data } = await api.POST('/api/highlights/{highlight_id}/restore', {
        params: { path: { highlight_id: this.idOf(key) } },
      })
      if (data) this.settle(key, data)
    })
  }

  private async send(key: string, patch: Patch): Promise<void> {
    const path = { highlight_id: this.idOf(key) }
    const sent = (version: number) =>
      api.PATCH('/api/highlights/{highlight_id}', { params: { path }, body: { ...patch, version } })
    const version = Math.max(this.versions.get(key) ?? 1, this.find(key)?.version ?? 1)
    try {
      const { data } = await sent(version)
      if (data) this.settle(key, data)
    } catch (error) {
      // Someone else changed another part of it: what was changed here goes on top of theirs.
      if (!isProblem(error, 'conflict') || typeof error.extra.version !== 'number') throw error
      const { data } = await sent(error.extra.version)
      if (data) this.settle(key, data)
    }
  }

  private idOf(key: string): string {
    return this.ids.get(key) ?? key
  }

  /** What is sent for one highlight is sent in order; the first failure says so and reloads what is true. */
  private queue(key: string, job: () => Promise<void>): Promise<unknown> {
    const last = this.queues.get(key) ?? Promise.resolve()
    const next = last.then(job).catch((error: unknown) => {
      this.report(error)
      return this.queries.invalidateQueries({ queryKey: highlightsQuery(this.interviewId).queryKey })
    })
    this.queues.set(key, next)
    this.outstanding.set(key, (this.outstanding.get(key) ?? 0) + 1)
    void next.finally(() => this.outstanding.set(key, (this.outstanding.get(key) ?? 1) - 1))
    return next
  }

  /** The server's word on a highlight; while more is on its way, only what it alone knows. */
  private settle(key: string, saved: Highlight): void {
    this.versions.set(key, saved.version)
    const here = this.find(key)
    if (!here) {
      // A reload came between and had not heard of it yet; unless it was taken back, it belongs on the page.
      if (!this.gone.has(key)) this.put([...this.list(), saved])
      return
    }
    const { id, version, quote, start_ms, end_ms, created_at } = saved
    const busy = (this.outstanding.get(key) ?? 0) > 1
    this.replace(key, busy ? { ...here, id, version, quote, start_ms, end_ms, created_at } : saved)
  }

  private replace(key: string, highlight: Highlight): void {
    this.put(this.list().map((one) => (this.keyOf(one.id) === key ? highlight : one)))
  }

  private put(highlights: Highlight[]): void {
    const { queryKey } = highlightsQuery(this.interviewId)
    void this.queries.cancelQueries({ queryKey })
    this.queries.setQueryData(queryKey, highlights)
  }
}

const NONE: Highlight[] = []

/** The highlights of an interview and the one who makes them. */
export function useHighlights(interviewId: string): { highlights: Highlight[]; marker: Marker } {
  const t = useText(messages)
  const queries = useQueryClient()
  const report = useReport()
  const offer = useUndo()
  const { data } = useQuery(highlightsQuery(interviewId))
  const marker = useMemo(
    () => new Marker(queries, interviewId, report, offer, { deleted: t('deleted') }),
    [queries, interviewId, report, offer, t],
  )
  return { highlights: data ?? NONE, marker }
}
