import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import type { TagCount } from './api'
import { messages } from './messages'

/** "7 people in 5 interviews": whole numbers of people, never a percentage. */
export function Heard({ count }: { count: TagCount | undefined }) {
  const t = useText(messages)
  const format = useFormat()
  if (!count) return <>{t('unheard')}</>
  const people = t('people', { count: count.people, shown: format.number(count.people) })
  const interviews = t('interviews', { count: count.interviews, shown: format.number(count.interviews) })
  return <>{t('heard', { people, interviews })}</>
}
