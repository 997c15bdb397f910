import { useCallback } from 'react'
import { Problem, isProblem } from '@/api/problem'
import { type Translate, useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { messages } from './messages'

const KNOWN = [
  'unreachable',
  'not_allowed',
  'not_found',
  'conflict',
  'gone',
  'too_many_requests',
  'unavailable',
  'internal_error',
  'wrong_credentials',
  'wrong_password',
  'last_admin',
  'participant_speaks',
] as const

/** An error in the reader's words: our own text for the codes we know, else what the server said. */
export function errorText(t: Translate<typeof messages>, error: unknown): string {
  if (!(error instanceof Problem)) return t('error.title')
  const code = KNOWN.find((known) => known === error.code)
  return code ? t(`error.${code}`) : error.detail
}

/** Reports a failed action in a toast. Sign-in problems are handled by the app and stay silent here. */
export function useReport(): (error: unknown) => void {
  const t = useText(messages)
  return useCallback(
    (error: unknown) => {
      if (isProblem(error, 'not_signed_in')) return
      showToast({ text: errorText(t, error), tone: 'error', stays_ms: 9000 })
    },
    [t],
  )
}
