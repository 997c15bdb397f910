import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import type { AttributeType } from './api'
import { messages } from './messages'

export type Values = Record<string, unknown>

/** A value as people read it, in their language; `null` when there is none. */
export function useShownValue(): (type: AttributeType | undefined, value: unknown) => string | null {
  const t = useText(messages)
  const format = useFormat()
  return (type, value) => {
    if (value === null || value === undefined || value === '') return null
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
    if (typeof value === 'number') return format.number(value)
    if (Array.isArray(value)) return value.map(String).join(', ')
    if (type === 'date' && typeof value === 'string') return format.date(value)
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
}

/** What a number field holds: a number, nothing, or the text that is none, which the server will point at. */
export function numberOf(text: string): number | string | null {
  const bare = text.trim().replace(',', '.')
  if (bare === '') return null
  return Number.isFinite(Number(bare)) ? Number(bare) : text
}
