import type { Format } from '@/lib/format'
import type { Translate } from '@/lib/i18n'
import type { messages } from './messages'

/** A project's period in words, or nothing when it has none. */
export function periodOf(
  format: Format,
  t: Translate<typeof messages>,
  { starts_on, ends_on }: { starts_on: string | null; ends_on: string | null },
): string {
  if (starts_on && ends_on) return `${format.date(starts_on)} – ${format.date(ends_on)}`
  if (starts_on) return t('about.since', { date: format.date(starts_on) })
  return ends_on ? t('about.until', { date: format.date(ends_on) }) : ''
}
