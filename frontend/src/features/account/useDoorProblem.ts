import { Problem, isProblem } from '@/api/problem'
import { useText } from '@/lib/i18n'
import { messages } from './messages'

const SAID_AT_A_FIELD = ['wrong_credentials', 'wrong_code', 'second_factor_needed']

/** A refusal at the door in the reader's language; nothing for what is said at its field already. */
export function useDoorProblem(error: unknown): unknown {
  const t = useText(messages)
  if (!isProblem(error)) return error
  if (SAID_AT_A_FIELD.includes(error.code)) return null
  if (error.status === 429) {
    const seconds = Number(error.extra.retry_after_s ?? 60)
    const wait =
      seconds < 120
        ? t('wait.seconds', { count: seconds })
        : t('wait.minutes', { count: Math.ceil(seconds / 60) })
    return new Problem(429, error.code, wait)
  }
  return error.code === 'link_over' ? new Problem(410, error.code, t('enter.over')) : error
}
