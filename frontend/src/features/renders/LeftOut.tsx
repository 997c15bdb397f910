import { Notice } from '@/components/Notice'
import { useText } from '@/lib/i18n'
import type { RenderPlan } from './api'
import { messages } from './messages'

const WHY = ['gone', 'withdrawn', 'expired', 'pending', 'scope', 'needs_review'] as const

/** How many clips are not in the film, and why, each reason once. */
export function LeftOut({ items }: { items: RenderPlan['left_out'] }) {
  const t = useText(messages)
  if (items.length === 0) return null
  const reasons = WHY.filter((why) => items.some(({ reason }) => reason === why))
  return (
    <Notice icon="info">
      {t('left', { count: items.length })} {reasons.map((why) => t(`why.${why}`)).join(' ')}
    </Notice>
  )
}
