import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type Session, enter } from '@/api/session'
import { isLocale, setLocale } from '@/lib/i18n'

/** Goes inside with a fresh session: in the user's language, to the page that was asked for. */
export function useEnter(): (session: Session, next?: string) => Promise<void> {
  const queries = useQueryClient()
  const router = useRouter()
  return async (session, next) => {
    enter(queries, session)
    if (session.user && isLocale(session.user.locale)) setLocale(session.user.locale)
    await router.invalidate()
    await router.navigate({ href: next ?? '/', replace: true })
  }
}
