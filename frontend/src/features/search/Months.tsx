/** When it was said: a bar a month, each can be ticked. */
import { useId } from 'react'
import type { Schema } from '@/api/client'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './Facets.module.css'
import { messages } from './messages'
import { monthsBetween } from './months'
import { useMonthName } from './useLabels'

interface MonthsProps {
  values: readonly Schema<'FacetValueOut'>[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}

export function Months({ values, chosen, onChange }: MonthsProps) {
  const t = useText(messages)
  const format = useFormat()
  const monthName = useMonthName()
  const id = useId()
  const counts = new Map(values.map(({ value, count }) => [value, count]))
  const months = monthsBetween([...counts.keys()])
  const [first, last] = [months[0], months.at(-1)]
  if (!first || !last || (months.length < 2 && chosen.length === 0)) return null
  const most = Math.max(1, ...counts.values())
  const toggle = (month: string) =>
    onChange(chosen.includes(month) ? chosen.filter((other) => other !== month) : [...chosen, month])
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={styles.title}>
        {t('facet.month')}
      </h3>
      <div className={styles.months}>
        {months.map((month) => {
          const count = counts.get(month) ?? 0
          const quotes = t('quotes', { count, shown: format.number(count) })
          const label = t('month', { month: monthName(month), quotes })
          return (
            <button
              key={month}
              type="button"
              className={styles.month}
              aria-pressed={chosen.includes(month)}
              aria-label={label}
              title={label}
              disabled={count === 0 && !chosen.includes(month)}
              onClick={() => toggle(month)}
            >
              <span style={{ blockSize: count ? `max(4px, ${(count / most) * 100}%)` : '1px' }} />
            </button>
          )
        })}
      </div>
      <div className={styles.ends}>
        <span>{monthName(first)}</span>
        {last !== first && <span>{monthName(last)}</span>}
      </div>
    </section>
  )
}
