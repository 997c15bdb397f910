import { type Schema, api } from '@/api/client'
import { type Role, useUser } from '@/api/session'

export type Token = Schema<'TokenOut'>
export type Scope = Token['scopes'][number]

const ROLES: Role[] = ['viewer', 'researcher', 'admin']

/** Whom a token acts for: whoever made it, or nobody. */
export type Kind = 'own' | 'service'

export const LISTS = { own: '/api/me/tokens', service: '/api/service-tokens' } as const

/** Ends a token, also while the page is being left. */
export function end(kind: Kind, id: string): Promise<unknown> {
  const keepalive = true
  return kind === 'own'
    ? api.DELETE('/api/me/tokens/{token_id}', { params: { path: { token_id: id } }, keepalive })
    : api.DELETE('/api/service-tokens/{service_token_id}', {
        params: { path: { service_token_id: id } },
        keepalive,
      })
}

/** What may be given to a token: one's own has no more than oneself. */
export function useGivable(kind: Kind): { roles: Role[]; scopes: Scope[] } {
  const own = useUser().role as Role
  if (kind === 'service') return { roles: ROLES, scopes: ['read', 'write', 'admin', 'scim'] }
  return {
    roles: ROLES.slice(0, ROLES.indexOf(own) + 1),
    scopes: own === 'admin' ? ['read', 'write', 'admin'] : ['read', 'write'],
  }
}
