/** Ways to narrow a search down, each with its counts; long ones can be searched. */
import { useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { type FacetEntry, FacetList } from '@/components/FacetList'
import { Bars } from '@/components/EmotionMark'
import { TagDot } from '@/components/TagChip'
import { EMOTIONS } from '@/components/emotions'
import { useText } from '@/lib/i18n'
import { type Schema, api } from '@/api/client'
import styles from './Facets.module.css'
import { Months } from './Months'
import { useGo } from './going'
import { messages } from './messages'
import { FACETS, type SearchParams, type Tickable, withTicked } from './params'
import { useLabels } from './useLabels'

type FacetData = Schema<'FacetOut'>

export function Facets({ params, facets }: { params: SearchParams; facets: Record<string, FacetData> }) {
  const go = useGo()
  const tick = (facet: Tickable, values: string[]) => go(withTicked(params, facet, values))
  return (
    <div className={styles.facets}>
      {FACETS.map((facet) => {
        const values = facets[facet]?.values ?? []
        const chosen = params[facet] ?? []
        if (facet === 'month') {
          return <Months key={facet} values={values} chosen={chosen} onChange={(next) => tick(facet, next)} />
        }
        // One value that everything has tells nothing, and cannot narrow anything down.
        if (values.length < 2 && chosen.length === 0 && !ALONE_TOO.includes(facet)) return null
        const list = { params, values, chosen, onChange: (next: string[]) => tick(facet, next) }
        return <OneFacet key={facet} facet={facet} {...list} />
      })}
    </div>
  )
}

type Value = Schema<'FacetValueOut'>
/** Worth telling even where there is but one: where one is, and whose words the others are not. */
const ALONE_TOO: readonly string[] = ['project', 'persona']
/** The facets whose values people name; the others are few and known. */
const NAMED: readonly string[] = ['project', 'tag', 'persona', 'segment']

interface OneFacetProps {
  facet: Exclude<(typeof FACETS)[number], 'month'>
  params: SearchParams
  values: readonly Value[]
  chosen: string[]
  onChange: (chosen: string[]) => void
}

function OneFacet({ facet, params, values, chosen, onChange }: OneFacetProps) {
  const t = useText(messages)
  const labelOf = useLabels()
  const [typed, setTyped] = useState('')
  const found = useFacetSearch(facet, params, typed)
  const entryOf = useCallback(
    (value: Value): FacetEntry => ({
      value: value.value,
      label: labelOf(facet, value),
      count: value.count,
      sign: signOf(facet, value),
    }),
    [facet, labelOf],
  )
  return (
    <FacetList
      title={t(`facet.${facet}`)}
      entries={values.map(entryOf)}
      chosen={chosen}
      onChange={onChange}
      most={facet === 'tag' ? 9 : 6}
      finder={
        NAMED.includes(facet) ? { typed, onType: setTyped, found: found?.map(entryOf) ?? null } : undefined
      }
    />
  )
}

/** The values of a facet whose names begin so, among all answers; the ones before while the next are on their way. */
function useFacetSearch(facet: OneFacetProps['facet'], params: SearchParams, typed: string): Value[] | null {
  const text = typed.trim()
  const ask = { ...params, sort: undefined }
  const found = useQuery({
    queryKey: ['facet', facet, text, ask],
    queryFn: async ({ signal }) => {
      const query = { ...ask, text, limit: 20 }
      const path = { name: facet }
      return (
        (await api.GET('/api/search/facets/{name}', { params: { path, query }, signal })).data?.items ?? []
      )
    },
    enabled: text !== '',
    placeholderData: (before) => before,
    retry: false,
  })
  return text && found.data ? found.data : null
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
