/** The transcript as one works on it: reading cursor, selecting, marking, editing, and the panel of a highlight. */
import { type RefObject, startTransition, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '@/components/Button'
import { useCopy } from '@/components/useCopy'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { toCodePoints } from './codepoints'
import type { Highlight, Interview, Tag, TimedWord, Transcript as TranscriptData, Turn } from './data'
import { FindBar } from './FindBar'
import { HighlightPanel } from './HighlightPanel'
import { messages } from './messages'
import { type TurnMarks, quoteOf, timeAt } from './model'
import { type Stretch, paint, placeAtPoint, rangeOf, rangesOf, turnElement } from './places'
import type { Playback } from './playback'
import { recentOf } from './tagging'
import { Transcript, spokenOf } from './Transcript'
import styles from './Transcript.module.css'
import { useFollowing } from './useFollowing'
import type { Marker, Span } from './useHighlights'
import { useKeys } from './useKeys'
import { useOpen } from './useOpen'
import { selectedIn, useSelection } from './useSelection'
import { type Entry, type Voice } from './voices'

export interface Moment {
  t?: number
  h?: string
}

interface SheetProps {
  interview: Interview
  transcript: TranscriptData
  entries: readonly Entry[]
  voices: ReadonlyMap<string, Voice>
  highlights: readonly Highlight[]
  marker: Marker
  marks: ReadonlyMap<string, TurnMarks>
  tags: readonly Tag[]
  tagsById: ReadonlyMap<string, Tag>
  shown: ReadonlySet<string> | null
  words: Record<string, TimedWord[]>
  playback: Playback
  hasMedia: boolean
  following: ReturnType<typeof useFollowing>
  moment: Moment
  /** While a highlight is being marked anew: takes what is marked, instead of a new highlight. */
  onRemark: ((span: Span) => void) | null
}

const FIRST_SECTIONS = 2

/** The first screens at once, the rest when the browser has time: reading can begin before all is drawn. */
function useDrawn(needsAll: boolean): number {
  const [drawn, setDrawn] = useState(needsAll ? Infinity : FIRST_SECTIONS)
  useEffect(() => startTransition(() => setDrawn(Infinity)), [])
  return drawn
}

export function Sheet(props: SheetProps) {
  const { interview, transcript, entries, highlights, marker, marks, tags, playback, following, moment } =
    props
  const t = useText(messages)
  const root = useRef<HTMLDivElement>(null)
  const turns = useMemo(() => spokenOf(entries), [entries])
  const drawn = useDrawn(moment.t !== undefined || moment.h !== undefined)
  const [current, setCurrent] = useState<string | null>(turns[0]?.id ?? null)
  const [editingId, setEditing] = useState<string | null>(null)
  const [finding, setFinding] = useState(false)
  const [selected, setSelected] = useSelection(root)
  const find = useCallback(
    (key: string) => highlights.find((one) => marker.keyOf(one.id) === key),
    [highlights, marker],
  )
  const { open, show, close } = useOpen(root, turns, find)
  const opened = open ? find(open.key) : undefined
  const mayEdit = transcript.may_edit

  const focusTurn = useCallback((turnId: string) => {
    setCurrent(turnId)
    const element = turnElement(turnId)
    element?.focus({ preventScroll: true })
    element?.scrollIntoView({ block: 'nearest' })
  }, [])
  const leave = () => {
    close()
    const turnId = opened?.start_turn_id ?? current
    if (turnId) focusTurn(turnId)
  }
  const seek = (turn: Turn, offset: number) => {
    const ms = timeAt(turn, offset, props.words[turn.id])
    if (ms !== null) playback.seek(ms)
  }
  const mark = (stretch: Stretch | null) => {
    const span = stretch ? spanOf(turns, stretch) : null
    if (!span || !mayEdit) return
    getSelection()?.removeAllRanges()
    setSelected(null)
    if (props.onRemark) {
      props.onRemark(span)
      return
    }
    openNew(marker.create(transcript.id, span, quoteOf(turns, span)))
  }
  const openNew = useOpenOnceDrawn(highlights, marker, show)

  useClicks(root, {
    onOpen: (highlightId) => show(marker.keyOf(highlightId)),
    onSeek: (ms) => playback.seek(ms),
    onFocus: setCurrent,
    onPlace: (place, marked) => {
      const turn = turns.find((one) => one.id === place.turnId)
      if (!turn) return
      setCurrent(turn.id)
      seek(turn, place.offset)
      const [first] = marked
      if (first) show(marker.keyOf(first))
      else close()
    },
  })

  const turnHere = turns.find((turn) => turn.id === current)
  useKeys(root, turns, interview.language, current, {
    toTurn: (step) => {
      const visible = props.shown ? turns.filter((turn) => props.shown?.has(turn.id)) : turns
      const onSheet = root.current?.contains(document.activeElement) === true
      const next = visible[visible.findIndex((turn) => turn.id === current) + (onSheet ? step : 0)]
      if (next) focusTurn(next.id)
    },
    toHighlight: (step) => {
      const next = neighbour(turns, highlights, open ? find(open.key) : undefined, current, step)
      if (!next) return
      turnElement(next.start_turn_id ?? '')?.scrollIntoView({ block: 'center' })
      show(marker.keyOf(next.id))
    },
    mark: () => mark(selectedIn(root.current) ?? selected ?? (turnHere ? wholeOf(turnHere) : null)),
    edit: () => mayEdit && current && setEditing(current),
    play: playback.toggle,
    listen: () => {
      if (turnHere) seek(turnHere, 0)
      void playback.play()
    },
    follow: () => following.setWanted(!following.wanted),
    find: () => setFinding(true),
    undo: () => {
      if (!marker.undo()) showToast({ text: t('undo.nothing') })
    },
  })

  useEffect(() => {
    paint('about-to-mark', selected ? rangesOf(turns, selected) : [])
    return () => paint('about-to-mark', [])
  }, [selected, turns])

  useMoment(moment, {
    turns,
    highlights,
    playback,
    onTurn: setCurrent,
    onHighlight: (id) => show(marker.keyOf(id)),
  })

  const editing = useMemo(
    () =>
      editingId
        ? {
            turnId: editingId,
            interviewId: interview.id,
            transcriptId: transcript.id,
            onDone: () => {
              setEditing(null)
              setTimeout(() => focusTurn(editingId))
            },
          }
        : null,
    [editingId, interview.id, transcript.id, focusTurn],
  )
  return (
    <div
      className={styles.sheet}
      ref={root}
      role="region"
      aria-label={t('transcript')}
      lang={interview.language}
    >
      {finding && (
        <FindBar
          turns={turns}
          onClose={() => {
            setFinding(false)
            if (current) focusTurn(current)
          }}
        />
      )}
      <Transcript
        entries={entries}
        voices={props.voices}
        marks={marks}
        tags={props.tagsById}
        shown={props.shown}
        current={current}
        editing={editing}
        drawn={drawn}
      />
      {selected && !open && (
        <Bubble
          sheet={root}
          stretch={selected}
          turns={turns}
          mayMark={mayEdit}
          onMark={() => mark(selected)}
        />
      )}
      {open && opened && (
        <HighlightPanel
          key={open.key}
          highlight={opened}
          tags={tags}
          recent={recentOf(highlights)}
          mayEdit={mayEdit}
          among={amongOf(marks, opened, (next) => show(marker.keyOf(next)))}
          place={open.place}
          onChange={(patch) => marker.change(open.key, patch)}
          onDelete={() => {
            marker.remove(open.key)
            leave()
          }}
          onPlay={
            props.hasMedia && opened.start_ms !== null
              ? () => {
                  playback.seek(opened.start_ms ?? 0)
                  void playback.play()
                }
              : null
          }
          onClose={leave}
        />
      )}
      {following.wanted && following.away && (
        <div className={styles.back}>
          <Button size="sm" icon="play" onClick={following.comeBack}>
            {t('backToHeard')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** A new highlight is opened as soon as its marks are in the page, so that its panel stands beside them. */
function useOpenOnceDrawn(
  highlights: readonly Highlight[],
  marker: Marker,
  show: (key: string) => void,
): (key: string) => void {
  const [waiting, setWaiting] = useState<string | null>(null)
  useEffect(() => {
    if (waiting === null || !highlights.some((one) => marker.keyOf(one.id) === waiting)) return
    const frame = requestAnimationFrame(() => {
      show(waiting)
      setWaiting(null)
    })
    return () => cancelAnimationFrame(frame)
  }, [waiting, highlights, marker, show])
  return setWaiting
}

interface Clicks {
  onOpen: (highlightId: string) => void
  onSeek: (ms: number) => void
  onFocus: (turnId: string) => void
  onPlace: (place: { turnId: string; offset: number }, marked: string[]) => void
}

/** One listener for thousands of turns: margin notes, times, words. */
function useClicks(root: RefObject<HTMLElement | null>, clicks: Clicks): void {
  const latest = useRef(clicks)
  useEffect(() => {
    latest.current = clicks
  })
  useEffect(() => {
    const sheet = root.current
    const onClick = (event: MouseEvent) => {
      if (!(event.target instanceof Element) || event.button !== 0) return
      const note = event.target.closest<HTMLElement>('[data-open]')
      const time = event.target.closest<HTMLElement>('[data-seek]')
      if (note) latest.current.onOpen(note.dataset.open ?? '')
      else if (time) latest.current.onSeek(Number(time.dataset.seek))
      else if (event.target.closest('[data-text]') && getSelection()?.isCollapsed !== false) {
        const place = placeAtPoint(event.clientX, event.clientY)
        const marked = event.target.closest<HTMLElement>('mark')?.dataset.h?.split(' ') ?? []
        if (place) latest.current.onPlace(place, marked)
      }
    }
    const onFocus = (event: FocusEvent) => {
      const turnId = event.target instanceof HTMLElement ? event.target.dataset.turn : undefined
      if (turnId) latest.current.onFocus(turnId)
    }
    sheet?.addEventListener('click', onClick)
    sheet?.addEventListener('focusin', onFocus)
    return () => {
      sheet?.removeEventListener('click', onClick)
      sheet?.removeEventListener('focusin', onFocus)
    }
  }, [root])
}

/** A permalink: the moment is brought into view, and the recording put there. */
function useMoment(
  { t, h }: Moment,
  page: {
    turns: readonly Turn[]
    highlights: readonly Highlight[]
    playback: Playback
    onTurn: (turnId: string) => void
    onHighlight: (highlightId: string) => void
  },
): void {
  const done = useRef('')
  const { turns, highlights, playback, onTurn, onHighlight } = page
  useEffect(() => {
    const name = `${t} ${h}`
    const highlight = h ? highlights.find((one) => one.id === h) : undefined
    if (done.current === name || turns.length === 0 || (h && !highlight)) return
    const turn = highlight
      ? turns.find((one) => one.id === highlight.start_turn_id)
      : turns.findLast((one) => t !== undefined && typeof one.start_ms === 'number' && one.start_ms <= t)
    const ms = highlight ? highlight.start_ms : t
    const frame = requestAnimationFrame(() => {
      done.current = name
      if (typeof ms === 'number') playback.seek(ms)
      if (!turn) return
      turnElement(turn.id)?.scrollIntoView({ block: 'center' })
      onTurn(turn.id)
      if (highlight) onHighlight(highlight.id)
    })
    return () => cancelAnimationFrame(frame)
  }, [t, h, turns, highlights, playback, onTurn, onHighlight])
}

function Bubble({
  sheet,
  stretch,
  turns,
  mayMark,
  onMark,
}: {
  sheet: RefObject<HTMLElement | null>
  stretch: Stretch
  turns: readonly Turn[]
  mayMark: boolean
  onMark: () => void
}) {
  const t = useText(messages)
  const [place, setPlace] = useState<{ below: number; start: number } | null>(null)
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const box = sheet.current?.getBoundingClientRect()
      const last = [...(rangeOf(stretch)?.getClientRects() ?? [])].at(-1)
      if (!box || !last) return
      const start = document.dir === 'rtl' ? box.right - last.right : last.left - box.left
      setPlace({ below: last.bottom - box.top + 6, start: Math.max(0, Math.min(start, box.width - 280)) })
    })
    return () => cancelAnimationFrame(frame)
  }, [sheet, stretch])
  const copyWords = useCopy()
  const copy = () => {
    const span = spanOf(turns, stretch)
    copyWords(span ? quoteOf(turns, span) : '', { copied: t('copied'), refused: t('notCopied') })
  }
  if (!place) return null
  return (
    <div
      className={styles.bubble}
      style={{ '--below': `${place.below}px`, '--start': `${place.start}px` } as React.CSSProperties}
      // The selection stays while one presses a button of it.
      onPointerDown={(event) => event.preventDefault()}
    >
      {mayMark && (
        <Button size="sm" tone="primary" icon="quote" onClick={onMark}>
          {t('mark.hint')}
        </Button>
      )}
      <Button size="sm" tone="quiet" icon="copy" onClick={copy}>
        {t('copyWords')}
      </Button>
    </div>
  )
}

/** A stretch as the server counts it. */
function spanOf(turns: readonly Turn[], { start, end }: Stretch): Span | null {
  const first = turns.find((turn) => turn.id === start.turnId)
  const last = turns.find((turn) => turn.id === end.turnId)
  if (!first || !last) return null
  const span = {
    start_turn_id: first.id,
    start_offset: toCodePoints(first.text, start.offset),
    end_turn_id: last.id,
    end_offset: toCodePoints(last.text, end.offset),
  }
  return quoteOf(turns, span) ? span : null
}

const wholeOf = (turn: Turn): Stretch => ({
  start: { turnId: turn.id, offset: 0 },
  end: { turnId: turn.id, offset: turn.text.length },
})

/** The highlights that touch the same turn: stepping through them reaches each, however they overlap. */
function amongOf(
  marks: ReadonlyMap<string, TurnMarks>,
  opened: Highlight,
  go: (highlightId: string) => void,
) {
  const own = marks.get(opened.start_turn_id ?? '')
  const ids = [...new Set(own?.marks.map((mark) => mark.id) ?? [])]
  const at = ids.indexOf(opened.id)
  return { at: at + 1, count: ids.length, next: () => go(ids[(at + 1) % ids.length] ?? opened.id) }
}

/** The next or previous highlight in the order of the text, from the open one or from the current turn. */
function neighbour(
  turns: readonly Turn[],
  highlights: readonly Highlight[],
  opened: Highlight | undefined,
  current: string | null,
  step: 1 | -1,
): Highlight | undefined {
  const order = new Map(turns.map((turn, index) => [turn.id, index]))
  const rank = (one: Highlight) => (order.get(one.start_turn_id ?? '') ?? -1) * 1e6 + one.start_offset
  const here = opened ? rank(opened) : (order.get(current ?? '') ?? 0) * 1e6 - (step > 0 ? 1 : 0)
  const sorted = [...highlights].sort((a, b) => rank(a) - rank(b))
  return step > 0 ? sorted.find((one) => rank(one) > here) : sorted.findLast((one) => rank(one) < here)
}
