/** The quotes found, gathered by interview; moved through and ticked by keyboard. */
import { Suspense, lazy, useCallback, useEffect, useRef, useState } from 'react'
import { useMay } from '@/api/session'
import { Button } from '@/components/Button'
import { useReport } from '@/components/useReport'
import { ReelDialog } from '@/features/quotes'
import { useHotkey } from '@/lib/hotkeys'
import { useText } from '@/lib/i18n'
import { FoundQuote } from './FoundQuote'
import styles from './Results.module.css'
import { type Group, groupsOf } from './groups'
import { messages } from './messages'
import type { SearchParams } from './params'
import { type Answer, type Found, moreFrom } from './useFound'

const TagQuote = lazy(() => import('./TagQuote'))

interface ResultsProps {
  params: SearchParams
  pages: readonly Answer[]
  more?: { busy: boolean; load: () => void }
}

export function Results({ params, pages, more }: ResultsProps) {
  const t = useText(messages)
  const list = useRef<HTMLDivElement>(null)
  const [ticked, setTicked] = useState<readonly string[]>([])
  const [choosing, setChoosing] = useState(false)
  const [tagging, setTagging] = useState<Found | null>(null)
  const [changed, setChanged] = useState<Changed>(new Map())
  const mayTag = useMay('researcher')
  const tick = useCallback(
    (id: string) => setTicked((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id])),
    [],
  )
  useListKeys(list, {
    tick,
    openReel: (current) => {
      if (ticked.length === 0 && current) tick(current)
      if (ticked.length > 0 || current) setChoosing(true)
    },
    mayTag,
  })
  const groups = groupsOf(pages.flatMap((page) => page.items))
  return (
    <>
      <div ref={list} className={styles.groups}>
        {groups.map((group) => (
          <InterviewGroup
            // Another search, another interview: what was opened before is closed again.
            key={`${JSON.stringify(params)} ${group.interviewId}`}
            params={params}
            group={group}
            ticked={ticked}
            onTick={tick}
            onTag={mayTag ? setTagging : undefined}
            changed={changed}
          />
        ))}
      </div>
      {more && (
        <div className={styles.more}>
          <Button busy={more.busy} onClick={more.load}>
            {t('more')}
          </Button>
        </div>
      )}
      {ticked.length > 0 && (
        <section className={styles.bar} aria-label={t('ticked.label')}>
          <p aria-live="polite">{t('ticked', { count: ticked.length })}</p>
          <Button size="sm" tone="quiet" onClick={() => setTicked([])}>
            {t('ticked.clear')}
          </Button>
          <Button size="sm" tone="primary" icon="reel" onClick={() => setChoosing(true)}>
            {t('ticked.reel')}
          </Button>
        </section>
      )}
      <ReelDialog
        opened={choosing}
        onClose={() => setChoosing(false)}
        quoteIds={ticked}
        suggestion={params.q}
        onDone={() => setTicked([])}
      />
      {tagging && (
        <Suspense fallback={null}>
          <TagQuote
            quote={tagging}
            onClose={() => setTagging(null)}
            onChanged={(was, quote) => setChanged((now) => new Map([...now, [was, quote]]))}
          />
        </Suspense>
      )}
    </>
  )
}

interface GroupProps {
  params: SearchParams
  group: Group
  ticked: readonly string[]
  onTick: (id: string) => void
  onTag?: (quote: Found) => void
  changed: Changed
}

/** What became of quotes that were tagged here, by the ids they were found by. */
type Changed = ReadonlyMap<string, Found>

/** The best quotes of one interview; the others wait behind a button that says how many they are. */
function InterviewGroup({ params, group, ticked, onTick, onTag, changed }: GroupProps) {
  const t = useText(messages)
  const report = useReport()
  const [all, setAll] = useState<Found[] | null>(null)
  const [busy, setBusy] = useState(false)
  const shown = all ?? group.best
  const waiting = group.total - shown.length
  const open = () => {
    setBusy(true)
    moreFrom(params, group.interviewId)
      .then(setAll)
      .catch(report)
      .finally(() => setBusy(false))
  }
  return (
    <section className={styles.group} aria-label={shown[0]?.interview.title}>
      {shown.map((found) => {
        const quote = changed.get(found.id) ?? found
        const acts = { ticked: ticked.includes(quote.id), onTick, onTag }
        return <FoundQuote key={found.id} quote={quote} {...acts} />
      })}
      {waiting > 0 && (
        <button type="button" className={styles.others} disabled={busy} onClick={open}>
          {t('fromInterview', { count: waiting })}
        </button>
      )}
      {all && waiting <= 0 && all.length > group.best.length && (
        <button type="button" className={styles.others} onClick={() => setAll(null)}>
          {t('fewer')}
        </button>
      )}
    </section>
  )
}

interface ListActions {
  tick: (id: string) => void
  /** Told which quote one stands on, if any. */
  openReel: (current: string | undefined) => void
  mayTag: boolean
}

/** Arrows move from quote to quote, x ticks, t tags, r opens the reels. Enter is the quote's own. */
function useListKeys(
  list: React.RefObject<HTMLDivElement | null>,
  { tick, openReel, mayTag }: ListActions,
): void {
  const t = useText(messages)
  const group = t('keys.group')
  const quotes = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-result]') ?? [])]
  const current = () => document.activeElement?.closest<HTMLElement>('[data-result]') ?? null
  const step = (by: number) => {
    const all = quotes()
    const at = current()
    const next = at ? all[all.indexOf(at) + by] : all[0]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  useHotkey('ArrowDown', t('keys.next'), group, () => step(1))
  useHotkey('ArrowUp', t('keys.previous'), group, () => step(-1))
  useHotkey('x', t('keys.tick'), group, () => {
    const id = current()?.dataset.result
    if (id) tick(id)
  })
  useHotkey('r', t('keys.reel'), group, () => openReel(current()?.dataset.result))
  useHotkey('t', t('keys.tag'), group, () => {
    if (mayTag) current()?.dispatchEvent(new CustomEvent('firsthand:tag'))
  })
  useEffect(() => {
    const element = list.current
    const onKey = (event: KeyboardEvent) => {
      // Only on the quote itself: a button inside it keeps its own Enter.
      if (event.key !== 'Enter' || !(event.target instanceof HTMLElement) || !event.target.dataset.result)
        return
      event.preventDefault()
      event.target.dispatchEvent(new CustomEvent('firsthand:play'))
    }
    element?.addEventListener('keydown', onKey)
    return () => element?.removeEventListener('keydown', onKey)
  }, [list])
}
