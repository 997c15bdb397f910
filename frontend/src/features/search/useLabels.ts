/** How a facet's values are called in the reader's language. */
import { useCallback } from 'react'
import type { Schema } from '@/api/client'
import { EMOTIONS, type EmotionName, emotionMessages } from '@/components/emotions'
import { useFormat } from '@/lib/format'
import { useLocale, useText } from '@/lib/i18n'
import { messages } from './messages'

type FacetValue = Schema<'FacetValueOut'>

const KINDS = [
  'interview',
  'focus_group',
  'support_call',
  'usability_session',
  'survey',
  'field_note',
  'colleague_story',
] as const

export function useLabels(): (facet: string, value: FacetValue) => string {
  const t = useText(messages)
  const feel = useText(emotionMessages)
  const format = useFormat()
  const monthName = useMonthName()
  return useCallback(
    (facet, { value, label }) => {
      const kind = KINDS.find((known) => known === value)
      if (facet === 'emotion' && value in EMOTIONS) return feel(value as EmotionName)
      if (facet === 'kind' && kind) return t(`kind.${kind}`)
      if (facet === 'role' && (value === 'participant' || value === 'interviewer')) return t(`role.${value}`)
      if (facet === 'language') return format.language(value)
      if (facet === 'month') return monthName(value)
      return label ?? t('gone')
    },
    [t, feel, format, monthName],
  )
}

/** "2026-03" → "Mar 2026". */
export function useMonthName(): (month: string) => string {
  const [locale] = useLocale()
  return useCallback(
    (month) =>
      new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
        new Date(`${month}-01T00:00:00Z`),
      ),
    [locale],
  )
}
