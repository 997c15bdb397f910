/** How a facet's values are called in the reader's language. */
import { INTERVIEW_KINDS, kindMessages } from '@/components/interviewKinds'
import { useCallback } from 'react'
import type { Schema } from '@/api/client'
import { EMOTIONS, type EmotionName, emotionMessages } from '@/components/emotions'
import { useFormat } from '@/lib/format'
import { useLocale, useText } from '@/lib/i18n'
import { messages } from './messages'

type FacetValue = Schema<'FacetValueOut'>

export function useLabels(): (facet: string, value: FacetValue) => string {
  const t = useText(messages)
  const kindName = useText(kindMessages)
  const feel = useText(emotionMessages)
  const format = useFormat()
  const monthName = useMonthName()
  return useCallback(
    (facet, { value, label }) => {
      const kind = INTERVIEW_KINDS.find((known) => known === value)
      if (facet === 'emotion' && value in EMOTIONS) return feel(value as EmotionName)
      if (facet === 'kind' && kind) return kindName(kind)
      if (facet === 'role' && (value === 'participant' || value === 'interviewer')) return t(`role.${value}`)
      if (facet === 'language') return format.language(value)
      if (facet === 'month') return monthName(value)
      return label ?? t('gone')
    },
    [t, feel, kindName, format, monthName],
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
