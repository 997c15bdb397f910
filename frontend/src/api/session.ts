/** Who is signed in, and what they may do. */
import { type QueryClient, queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { belongsTo } from '@/lib/mine'
import { type Schema, api, setCsrfToken } from './client'

export type Session = Schema<'SessionOut'>
export type User = NonNullable<Session['user']>
export type Role = 'viewer' | 'researcher' | 'admin'

const RANK: Record<Role, number> = { viewer: 0, researcher: 1, admin: 2 }

/** The session as the server sees it; its CSRF token is kept for changing requests. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session> => keep((await api.GET('/api/session', { signal })).data),
  staleTime: 60_000,
})

function keep(session: Session | undefined): Session {
  if (!session) throw new Error('GET /api/session answered without a body')
  setCsrfToken(session.csrf_token ?? '')
  belongsTo(session.user?.id ?? null)
  return session
}

/** Puts a session that a sign-in or a set-up answered with in place of the old one. */
export function enter(queries: QueryClient, session: Session): void {
  queries.clear()
  queries.setQueryData(sessionQuery.queryKey, keep(session))
}

export async function signOut(queries: QueryClient): Promise<void> {
  await api.DELETE('/api/session')
  belongsTo(null)
  queries.clear()
}

export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data
}

/**
 * The signed-in user. Only for pages behind the sign-in; elsewhere use `useSession().user`. When the session has just
 * ended, it is who it was, until the guard of the routes leads to the sign-in.
 */
export function useUser(): User {
  const { user } = useSession()
  const [before] = useState(user)
  const who = user ?? before
  if (!who) throw new Error('useUser on a page without sign-in')
  return who
}

/** Whether the user's role reaches that far: viewer < researcher < admin. */
export function useMay(role: Role): boolean {
  const { user } = useSession()
  return user !== null && RANK[user.role as Role] >= RANK[role]
}
