import { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Highlight, highlightsQuery } from './data'
import { Marker } from './useHighlights'

const SPAN = { start_turn_id: 'a', start_offset: 0, end_turn_id: 'a', end_offset: 4 }

/** A server that keeps highlights as ours does: versions rise, stale ones conflict, deleted ones can come back. */
class Server {
  rows = new Map<string, Highlight>()
  gone = new Map<string, Highlight>()
  sent: string[] = []
  fails = false

  answer = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname
    this.sent.push(`${request.method} ${path.split('/').slice(-2).join('/')}`)
    const body: unknown =
      request.method === 'PATCH' || path.endsWith('highlights') ? await request.json() : {}
    if (this.fails) return this.problem(500, 'internal_error', {})
    if (path.startsWith('/api/transcripts/')) return this.created(body as typeof SPAN)
    const id = path.split('/')[3] ?? ''
    if (request.method === 'DELETE') return this.removed(id)
    if (path.endsWith('/restore')) return this.restored(id)
    return this.changed(id, body as Highlight)
  }

  private created(span: typeof SPAN): Response {
    const row = {
      ...span,
      id: `id-${this.rows.size}`,
      quote: 'from server',
      version: 1,
      tag_ids: [],
      note: '',
    } as unknown as Highlight
    this.rows.set(row.id, row)
    return Response.json(row, { status: 201 })
  }

  private removed(id: string): Response {
    const row = this.rows.get(id)
    if (row) this.gone.set(id, row)
    this.rows.delete(id)
    return new Response(null, { status: 204, headers: { 'Content-Length': '0' } })
  }

  private restored(id: string): Response {
    const row = this.gone.get(id) as Highlight
    this.rows.set(id, { ...row, version: row.version + 1 })
    return Response.json(this.rows.get(id))
  }

  private changed(id: string, { version, ...patch }: Highlight): Response {
    const row = this.rows.get(id) as Highlight
    if (version !== row.version) return this.problem(409, 'conflict', { version: row.version })
    this.rows.set(id, { ...row, ...patch, version: row.version + 1 })
    return Response.json(this.rows.get(id))
  }

  private problem(status: number, code: string, extra: object): Response {
    return Response.json({ title: code, detail: code, status, code, ...extra }, { status })
  }
}

let server: Server
let marker: Marker
let queries: QueryClient
const report = vi.fn()
const offer = vi.fn<(offer: { text: string; undo: () => unknown }) => void>()

beforeEach(() => {
  server = new Server()
  queries = new QueryClient()
  report.mockReset()
  offer.mockReset()
  vi.stubGlobal('fetch', server.answer)
  queries.setQueryData(highlightsQuery('i').queryKey, [])
  marker = new Marker(queries, 'i', report, offer, { deleted: 'deleted' })
})

const saved = (check: () => void) => vi.waitFor(check, { interval: 5 })

describe('marking', () => {
  test('shows at once and keeps its key when the server has given it an id', async () => {
    const key = marker.create('t', SPAN, 'here already')
    expect(marker.find(key)?.quote).toBe('here already')
    await saved(() => expect(marker.find(key)?.quote).toBe('from server'))
    expect(marker.keyOf('id-0')).toBe(key)
  })

  test('sends changes in order, even those made before the id was there', async () => {
    const key = marker.create('t', SPAN, 'q')
    marker.change(key, { tag_ids: ['w'] })
    marker.change(key, { note: 'n', emotion: 'sad' })
    expect(marker.find(key)).toMatchObject({ tag_ids: ['w'], note: 'n', emotion: 'sad', intensity: 3 })
    await saved(() =>
      expect(server.rows.get('id-0')).toMatchObject({ tag_ids: ['w'], note: 'n', version: 3 }),
    )
    expect(server.sent).toEqual(['POST t/highlights', 'PATCH highlights/id-0', 'PATCH highlights/id-0'])
    expect(report).not.toHaveBeenCalled()
  })

  test('puts its change on top of what someone else changed in the meantime', async () => {
    const key = marker.create('t', SPAN, 'q')
    await saved(() => expect(marker.find(key)?.version).toBe(1))
    server.rows.set('id-0', { ...(server.rows.get('id-0') as Highlight), note: 'theirs', version: 7 })
    marker.change(key, { tag_ids: ['w'] })
    await saved(() => expect(marker.find(key)).toMatchObject({ note: 'theirs', tag_ids: ['w'], version: 8 }))
  })

  test('takes back a deletion, a change and a creation', async () => {
    const key = marker.create('t', SPAN, 'q')
    marker.change(key, { tag_ids: ['w'] })
    marker.remove(key)
    expect(marker.find(key)).toBeUndefined()
    offer.mock.lastCall?.[0].undo()
    await saved(() => expect(server.rows.get('id-0')?.tag_ids).toEqual(['w']))
    marker.undo()
    await saved(() => expect(server.rows.get('id-0')?.tag_ids).toEqual([]))
    marker.undo()
    await saved(() => expect(server.rows.size).toBe(0))
    expect(marker.undo()).toBe(false)
    expect(marker.list()).toEqual([])
  })

  test('says so when it could not be saved', async () => {
    server.fails = true
    marker.create('t', SPAN, 'q')
    await saved(() => expect(report).toHaveBeenCalledOnce())
  })

  test('leaves what is not there alone', () => {
    marker.change('nothing', { note: 'x' })
    marker.remove('nothing')
    expect(server.sent).toEqual([])
  })
})
