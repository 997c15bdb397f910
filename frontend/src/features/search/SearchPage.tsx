/** The search page: what customers said about it, heard on the spot, narrowed down by ticking. */
import { useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { isProblem } from '@/api/problem'
import { Button } from '@/components/Button'
import { SidePanel } from '@/components/Dialog'
import { usePageTitle } from '@/components/PageHeader'
import { SegmentedControl } from '@/components/SegmentedControl'
import { QuoteSkeleton } from '@/components/Skeletons'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { Chosen } from './Chosen'
import { Facets } from './Facets'
import { FoundActions } from './FoundActions'
import { MeaningSlider } from './MeaningSlider'
import { Results } from './Results'
import { SaveTopic } from './SaveTopic'
import { SearchHelp } from './SearchHelp'
import styles from './SearchPage.module.css'
import { Start } from './Start'
import { NothingFound, SearchTrouble, Suggestions } from './Trouble'
import { LOOKED_AT_MS, useGo } from './going'
import { useInForce, useMeaning } from './meaning'
import { messages } from './messages'
import { SORTS, type SearchParams, TICKABLE, beginning, choicesIn } from './params'
import { rememberSearch } from './recent'
import { type Answer, useFound, useLatest } from './useFound'

export function SearchPage() {
  const asked = useSearch({ from: '/inside/search' })
  const meaning = useMeaning()
  const params = useInForce(asked, meaning.available)
  const t = useText(messages)
  const found = useFound(params, !meaning.pending)
  usePageTitle(params.q ?? t('title'))
  useRemembered(found.isSuccess ? params.q : undefined)
  const shown = useLatest(found.data)
  const answer = shown?.pages[0]
  const trouble = found.error !== null
  return (
    <div className={styles.page}>
      <div className={styles.main}>
        <Head params={params} answer={answer} stale={found.isPlaceholderData} trouble={trouble} />
        {params.ratio !== undefined && (
          <MeaningSlider params={params} ratio={params.ratio} meaning={meaning} />
        )}
        {found.error && (
          <SearchTrouble params={params} error={found.error} retry={() => void found.refetch()} />
        )}
        {!trouble && answer && <Suggestions params={params} answer={answer} />}
        {!params.q && !trouble && choicesIn(params) === 0 && <Start />}
        {!trouble && found.isPending && <QuoteSkeleton />}
        {shown && !isProblem(found.error, 'search_unavailable') && (
          <div className={styles.results} data-stale={found.isPlaceholderData || trouble || undefined}>
            {answer?.total === 0 && !found.isPlaceholderData && !trouble && <NothingFound params={params} />}
            <Results
              params={params}
              pages={shown.pages}
              more={
                found.hasNextPage
                  ? { busy: found.isFetchingNextPage, load: () => void found.fetchNextPage() }
                  : undefined
              }
            />
          </div>
        )}
      </div>
      <aside className={styles.side}>
        <h2 className="visually-hidden">{t('filters')}</h2>
        {answer && <Facets params={params} facets={answer.facets} />}
      </aside>
    </div>
  )
}

/** Counts, order and choices in force. */
function Head({
  params,
  answer,
  stale,
  trouble,
}: {
  params: SearchParams
  answer: Answer | undefined
  stale: boolean
  trouble: boolean
}) {
  const t = useText(messages)
  const go = useGo()
  const summary = useSummary(answer)
  const sort = params.sort ?? (params.q ? 'relevance' : 'newest')
  const sorts = SORTS.filter((one) => one !== 'relevance' || params.q)
  return (
    <header className={styles.head}>
      <h1 className={styles.summary} aria-live="polite" data-stale={stale || undefined}>
        {trouble ? t('title') : summary}
      </h1>
      <div className={styles.tools}>
        <SegmentedControl
          label={t('sort')}
          value={sort}
          options={sorts.map((value) => ({ value, label: t(`sort.${value}`) }))}
          onChange={(value) => go({ ...params, sort: value })}
        />
        <div className={styles.help}>
          <SearchHelp />
        </div>
        {answer && <Narrow params={params} answer={answer} />}
        {answer && answer.total > 0 && !trouble && (params.q || choicesIn(params) > 0) && (
          <FoundActions params={params} size="sm" />
        )}
        {answer && !trouble && (params.q || choicesIn(params) > 0) && (
          <SaveTopic params={params} title={nameOf(params, answer)} />
        )}
      </div>
      {choicesIn(params) > 0 && <Chosen params={params} facets={answer?.facets} />}
    </header>
  )
}

/** What a topic of this search might be called: its words, else what is ticked. */
function nameOf(params: SearchParams, answer: Answer): string {
  const ticked = TICKABLE.flatMap((facet) =>
    (answer.facets[facet]?.values ?? [])
      .filter(({ value }) => params[facet]?.includes(value))
      .flatMap(({ label }) => label ?? []),
  )
  return beginning(params.q ?? ticked.join(', '), 120)
}

/** "41 quotes from 7 people in 5 interviews". */
function useSummary(answer: Answer | undefined): string {
  const t = useText(messages)
  const format = useFormat()
  if (!answer) return t('looking')
  if (answer.total === 0) return t('quotes', { count: 0, shown: format.number(0) })
  const { total, people, interviews } = answer
  const values = {
    quotes: t('quotes', { count: total, shown: `${answer.exact_total ? '' : '≥ '}${format.number(total)}` }),
    interviews: t('interviews', { count: interviews, shown: format.number(interviews) }),
  }
  if (people === 0) return t('summaryOurs', values)
  return t('summary', { ...values, people: t('people', { count: people, shown: format.number(people) }) })
}

/** On a narrow screen the facets wait behind a button. */
function Narrow({ params, answer }: { params: SearchParams; answer: Answer }) {
  const t = useText(messages)
  const [opened, setOpened] = useState(false)
  const count = choicesIn(params)
  return (
    <div className={styles.narrow}>
      <Button icon="filter" size="sm" onClick={() => setOpened(true)}>
        {count > 0 ? t('filtersCount', { count }) : t('filters')}
      </Button>
      <SidePanel title={t('filters')} opened={opened} onClose={() => setOpened(false)}>
        <Facets params={params} facets={answer.facets} />
        <div className={styles.done}>
          <Button tone="primary" onClick={() => setOpened(false)}>
            {t('showResults')}
          </Button>
        </div>
      </SidePanel>
    </div>
  )
}

/** Remembers on this device what somebody searched for and looked at. */
function useRemembered(q: string | undefined): void {
  useEffect(() => {
    if (!q) return
    const timer = setTimeout(() => rememberSearch(q), LOOKED_AT_MS)
    return () => clearTimeout(timer)
  }, [q])
  const latest = useRef(q)
  useEffect(() => {
    latest.current = q
  }, [q])
  // Whoever found it at once and went there has looked at it too.
  useEffect(() => () => rememberSearch(latest.current ?? ''), [])
}
