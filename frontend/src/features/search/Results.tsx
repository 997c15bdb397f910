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
import { useGoOnInto, useReturn, useStandAgain } from './stood'
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
  /** What is about to go into a reel. */
  const [going, setGoing] = useState<readonly string[]>([])
  const choose = (ids: readonly string[]) => {
    setGoing(ids)
    setChoosing(ids.length > 0)
  }
  const [tagging, setTagging] = useState<Found | null>(null)
  const [changed, setChanged] = useState<Changed>(new Map())
  const returnHere = useReturn(tagging !== null)
  const tag = (quote: Found) => {
    returnHere()
    setTagging(quote)
  }
  const mayTag = useMay('researcher')
  const tick = useCallback(
    (id: string) => setTicked((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id])),
    [],
  )
  useListKeys(list, {
    tick,
    openReel: (current) => choose(ticked.length === 0 && current ? [current] : ticked),
  })
  const standHere = useStandAgain(list)
  const goOnInto = useGoOnInto(list, pages.length)
  const loadMore = () => {
    goOnInto()
    more?.load()
  }
  const groups = groupsOf(pages.flatMap((page) => page.items))
  return (
    <>
      {mayTag && <TagKey />}
      <div ref={list} className={styles.groups} onFocus={standHere}>
        {groups.map((group) => (
          <InterviewGroup
            // Another search, another interview: what was opened before is closed again.
            key={`${JSON.stringify(params)} ${group.interviewId}`}
            params={params}
            group={group}
            ticked={ticked}
            onTick={tick}
            onTag={mayTag ? tag : undefined}
            changed={changed}
          />
        ))}
      </div>
      {more && (
        <div className={styles.more}>
          <Button busy={more.busy} onClick={loadMore}>
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
          <Button size="sm" tone="primary" icon="reel" onClick={() => choose(ticked)}>
            {t('ticked.reel')}
          </Button>
        </section>
      )}
      <ReelDialog
        opened={choosing}
        onClose={() => setChoosing(false)}
        quoteIds={going}
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
  const frame = useRef<HTMLElement>(null)
  const [all, setAll] = useState<Found[]>([])
  const [next, setNext] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const shown = all.length > 0 ? all : group.best
  const waiting = all.length > 0 && next === null ? 0 : group.total - shown.length
  const goOnAt = useGoOn(frame, all.length)
  const open = () => {
    setBusy(true)
    goOnAt(shown.length)
    moreFrom(params, group.interviewId, next)
      .then((more) => {
        setAll([...all, ...more.items])
        setNext(more.next)
      })
      .catch(report)
      .finally(() => setBusy(false))
  }
  const close = () => {
    goOnAt(0)
    setAll([])
    setNext(null)
  }
  return (
    <section ref={frame} className={styles.group} aria-label={shown[0]?.interview.title}>
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
      {waiting <= 0 && all.length > group.best.length && (
        <button type="button" className={styles.others} onClick={close}>
          {t('fewer')}
        </button>
      )}
    </section>
  )
}

/** The button that was pressed is gone with what it did: one goes on at the quote told before. */
function useGoOn(frame: React.RefObject<HTMLElement | null>, count: number): (at: number) => void {
  const place = useRef<number | null>(null)
  useEffect(() => {
    if (place.current === null) return
    frame.current?.querySelectorAll<HTMLElement>('[data-result]')[place.current]?.focus()
    place.current = null
  }, [frame, count])
  return useCallback((at) => {
    place.current = at
  }, [])
}

interface ListActions {
  tick: (id: string) => void
  /** Told which quote one stands on, if any. */
  openReel: (current: string | undefined) => void
}

/** The quote one stands on, or in. */
const current = () => document.activeElement?.closest<HTMLElement>('[data-result]') ?? null

/** Only on the quote itself: a button inside it keeps its own keys. */
const isQuote = ({ target }: KeyboardEvent) => target instanceof HTMLElement && !!target.dataset.result

/** A row of choices has its own use for arrows. */
const isNoChoice = ({ target }: KeyboardEvent) =>
  !(target instanceof HTMLInputElement && target.type === 'radio')

/** Arrows move from quote to quote and back up into the field; Enter plays, x ticks, r opens the reels. */
function useListKeys(list: React.RefObject<HTMLDivElement | null>, { tick, openReel }: ListActions): void {
  const t = useText(messages)
  const group = t('keys.group')
  const step = (by: number) => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>('[data-result]') ?? [])]
    const at = current()
    const next = at ? all[all.indexOf(at) + by] : all[0]
    if (at && at === all[0] && by < 0) document.querySelector<HTMLElement>('[role=search] input')?.focus()
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  useHotkey('ArrowDown', t('keys.next'), group, () => step(1), isNoChoice)
  useHotkey('ArrowUp', t('keys.previous'), group, () => step(-1), isNoChoice)
  useHotkey(
    'Enter',
    t('keys.play'),
    group,
    () => current()?.dispatchEvent(new CustomEvent('firsthand:play')),
    isQuote,
  )
  useHotkey('x', t('keys.tick'), group, () => {
    const id = current()?.dataset.result
    if (id) tick(id)
  })
  useHotkey('r', t('keys.reel'), group, () => openReel(current()?.dataset.result))
}

/** Only there for those who may tag, so that only they are told of it. */
function TagKey() {
  const t = useText(messages)
  useHotkey('t', t('keys.tag'), t('keys.group'), () =>
    current()?.dispatchEvent(new CustomEvent('firsthand:tag')),
  )
  return null
}
