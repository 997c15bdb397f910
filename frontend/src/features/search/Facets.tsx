/** Ways to narrow a search down, each with its counts. */
import { useNavigate } from '@tanstack/react-router'
import { type FacetEntry, FacetList } from '@/components/FacetList'
import { Bars } from '@/components/EmotionMark'
import { TagDot } from '@/components/TagChip'
import { EMOTIONS } from '@/components/emotions'
import { useText } from '@/lib/i18n'
import type { Schema } from '@/api/client'
import styles from './Facets.module.css'
import { Months } from './Months'
import { messages } from './messages'
import { FACETS, type SearchParams, type Tickable, withTicked } from './params'
import { useLabels } from './useLabels'

type FacetData = Schema<'FacetOut'>

export function Facets({ params, facets }: { params: SearchParams; facets: Record<string, FacetData> }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const labelOf = useLabels()
  const tick = (facet: Tickable, values: string[]) =>
    void navigate({
      to: '/search',
      search: withTicked(params, facet, values),
      replace: true,
      resetScroll: false,
    })
  return (
    <div className={styles.facets}>
      {FACETS.map((facet) => {
        const values = facets[facet]?.values ?? []
        const chosen = params[facet] ?? []
        if (facet === 'month') {
          return <Months key={facet} values={values} chosen={chosen} onChange={(next) => tick(facet, next)} />
        }
        // One value that everything has tells nothing, and cannot narrow anything down.
        if (values.length < 2 && chosen.length === 0 && facet !== 'project') return null
        const entries: FacetEntry[] = values.map((value) => ({
          value: value.value,
          label: labelOf(facet, value),
          count: value.count,
          sign: signOf(facet, value),
        }))
        return (
          <FacetList
            key={facet}
            title={t(`facet.${facet}`)}
            entries={entries}
            chosen={chosen}
            onChange={(next) => tick(facet, next)}
            most={facet === 'tag' ? 9 : 6}
          />
        )
      })}
    </div>
  )
}

function signOf(facet: string, { value, colour }: Schema<'FacetValueOut'>) {
  if (facet === 'tag' && colour) return <TagDot colour={colour} />
  if (facet === 'emotion' && value in EMOTIONS) {
    const valence = EMOTIONS[value as keyof typeof EMOTIONS]
    return (
      <span className={styles.emotion} data-valence={valence}>
        <Bars valence={valence} intensity={null} />
      </span>
    )
  }
  return undefined
}
