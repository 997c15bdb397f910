/**
 * The one way to the server: typed by its OpenAPI document. `api` for single calls (throws a Problem),
 * `$api` for hooks: `$api.useQuery('get', '/api/projects')`, `$api.useMutation('post', '/api/projects')`.
 */
import { QueryClient } from '@tanstack/react-query'
import createFetchClient, { type Middleware } from 'openapi-fetch'
import createQueryClient from 'openapi-react-query'
import { Problem, UNREACHABLE, isProblem, problemOf } from './problem'
import { setReachable } from './reachable'
import type { components, paths } from './schema'

/** A type of the API by its name: `Schema<'ProjectOut'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
const MAX_TRIES = 2

let csrfToken = ''
let onSignedOut: () => void = () => undefined

/** What to do when the server says that nobody is signed in any more. */
export function whenSignedOut(action: () => void): void {
  onSignedOut = action
}

/** The token every changing request carries; comes with GET /api/session. */
export function setCsrfToken(token: string): void {
  csrfToken = token
}

/** The headers a changing request needs when it does not go through `api`, such as an upload. */
export function changingHeaders(): Record<string, string> {
  return { 'X-CSRF-Token': csrfToken }
}

const guard: Middleware = {
  onRequest({ request }) {
    if (!SAFE.has(request.method)) request.headers.set('X-CSRF-Token', csrfToken)
    return request
  },
  async onResponse({ response }) {
    setReachable(true)
    if (response.ok) return response
    const problem = await problemOf(response)
    if (problem.code === 'not_signed_in') onSignedOut()
    throw problem
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined
    setReachable(false)
    return new Problem(0, UNREACHABLE, 'The server cannot be reached.')
  },
}

export const api = createFetchClient<paths>({
  baseUrl: typeof location === 'undefined' ? '' : location.origin,
  // Looked up on every call, so that a test may put its own in place.
  fetch: (request: Request) => globalThis.fetch(request),
})
api.use(guard)

export const $api = createQueryClient(api)

/** A refusal stays a refusal; only a lost connection or a server in trouble is worth another try. */
function worthAnotherTry(failures: number, error: unknown): boolean {
  const passing = !isProblem(error) || error.status === 0 || error.status >= 500
  return passing && failures < MAX_TRIES
}

export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: worthAnotherTry, staleTime: 15_000, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
}
