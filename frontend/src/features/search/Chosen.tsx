/** What narrows the search down, each to be taken away. */
import type { Schema } from '@/api/client'
import { TextButton } from '@/components/Button'
import { Chip } from '@/components/Chip'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './Chosen.module.css'
import { useGo } from './going'
import { messages } from './messages'
import { type SearchParams, TICKABLE, type Tickable, withTicked, withoutChoices } from './params'
import { useLabels } from './useLabels'

interface ChosenProps {
  params: SearchParams
  /** Undefined while no answer has told how values are called. */
  facets: Record<string, Schema<'FacetOut'>> | undefined
}

export function Chosen({ params, facets }: ChosenProps) {
  const t = useText(messages)
  const format = useFormat()
  const go = useGo()
  const labelOf = useLabels()
  const nameOf = (facet: Tickable, value: string) => {
    if (facet === 'person') return t('onePerson')
    if (facet === 'interview') return t('oneInterview')
    if (!facets) return t(`facet.${facet}`)
    const known = facets[facet]?.values.find((one) => one.value === value)
    return labelOf(facet, known ?? { value, count: 0, label: null, colour: null, parent_id: null })
  }
  return (
    <div className={styles.chosen}>
      {TICKABLE.flatMap((facet) =>
        (params[facet] ?? []).map((value) => (
          <Chip
            key={`${facet} ${value}`}
            label={nameOf(facet, value)}
            onRemove={() =>
              go(
                withTicked(
                  params,
                  facet,
                  (params[facet] ?? []).filter((other) => other !== value),
                ),
              )
            }
          />
        )),
      )}
      {params.after && (
        <Chip
          label={t('after', { date: format.date(params.after) })}
          onRemove={() => go({ ...params, after: undefined })}
        />
      )}
      {params.before && (
        <Chip
          label={t('before', { date: format.date(params.before) })}
          onRemove={() => go({ ...params, before: undefined })}
        />
      )}
      {params.added_since && (
        <Chip
          label={t('addedSince', { date: format.date(params.added_since) })}
          onRemove={() => go({ ...params, added_since: undefined })}
        />
      )}
      <TextButton onClick={() => go(withoutChoices(params))}>{t('clear')}</TextButton>
    </div>
  )
}
