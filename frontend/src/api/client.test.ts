import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api, setCsrfToken, whenSignedOut } from './client'
import { Problem, UNREACHABLE } from './problem'
import { reachability } from './reachable'

const answer = vi.fn<(request: Request) => Promise<Response>>()
const json = (body: unknown, status = 200) => Promise.resolve(new Response(JSON.stringify(body), { status }))

beforeEach(() => {
  vi.stubGlobal('fetch', answer)
  setCsrfToken('token-1')
})
afterEach(() => answer.mockReset())

const failure = (promise: Promise<unknown>) => promise.then(() => null).catch((error: unknown) => error)

describe('a call to the server', () => {
  it('carries the token when it changes something, and only then', async () => {
    answer.mockImplementation(() => json({ items: [] }))
    await api.GET('/api/projects')
    await api.POST('/api/projects', {
      body: { name: 'One', goal: '', questions: [], team: '', access: 'open' },
    })
    const [read, write] = answer.mock.calls.map(([request]) => request.headers.get('X-CSRF-Token'))
    expect([read, write]).toEqual([null, 'token-1'])
  })

  it('throws what the server refused, with its faults', async () => {
    const faults = [{ where: 'body.name', message: 'too short', code: 'short' }]
    answer.mockImplementation(() =>
      json({ title: 'No', status: 422, code: 'invalid', detail: 'name', faults }, 422),
    )
    const error = await failure(api.GET('/api/projects'))
    expect(error).toBeInstanceOf(Problem)
    expect(error).toMatchObject({ status: 422, code: 'invalid', detail: 'name' })
    expect((error as Problem).faultOf('name')).toBe('too short')
  })

  it('tells when the session has ended', async () => {
    const ended = vi.fn()
    whenSignedOut(ended)
    answer.mockImplementation(() =>
      json({ title: 'Sign in', status: 401, code: 'not_signed_in', detail: '' }, 401),
    )
    await failure(api.GET('/api/projects'))
    expect(ended).toHaveBeenCalledTimes(1)
    answer.mockImplementation(() =>
      json({ title: 'No', status: 401, code: 'wrong_credentials', detail: '' }, 401),
    )
    await failure(api.POST('/api/session', { body: { email: 'a@b.c', password: 'x' } }))
    expect(ended).toHaveBeenCalledTimes(1)
  })

  it('knows a server that is away, and that it is back', async () => {
    answer.mockRejectedValueOnce(new TypeError('fetch failed'))
    expect(await failure(api.GET('/api/projects'))).toMatchObject({ code: UNREACHABLE, status: 0 })
    expect(reachability.read()).toBe(false)
    answer.mockImplementation(() => json({ items: [] }))
    await api.GET('/api/projects')
    expect(reachability.read()).toBe(true)
  })

  it('makes a problem of an answer that is none', async () => {
    answer.mockImplementation(() => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })))
    expect(await failure(api.GET('/api/projects'))).toMatchObject({ status: 502, code: 'http_502' })
  })
})
