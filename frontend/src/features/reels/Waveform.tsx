/** A recording's loudness around a clip. The two handles are where the words begin and end. */
import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import type { ReelItem } from './api'
import { messages } from './messages'
import { type Edge, type Ends, byWord, coreOf, windowOf, withEdge } from './trimming'
import { barsOf, barsOfWords, usePeaks } from './waveform'
import styles from './Waveform.module.css'

const BARS = 160
const BIT_MS = 50
const STEP_MS = 500
const EDGES: readonly Edge[] = ['start', 'end']

interface WaveformProps {
  item: ReelItem
  onSet: (ends: { start_ms: number; end_ms: number }) => void
}

export function Waveform({ item, onSet }: WaveformProps) {
  const t = useText(messages)
  const box = useRef<HTMLDivElement>(null)
  // The stretch stays while an end is being moved: what is drawn must not slide under the pointer.
  const { start_ms: from, end_ms: to } = useStretch(item)
  const peaks = usePeaks(item.recording_id ?? null, { start_ms: from, end_ms: to })
  const bars = useMemo(
    () => (peaks ? barsOf(peaks, BARS) : barsOfWords(item.words, { start_ms: from, end_ms: to }, BARS)),
    [peaks, item.words, from, to],
  )
  const share = (ms: number) => Math.max(0, Math.min(1, (ms - from) / Math.max(1, to - from)))
  const msAt = (x: number) => {
    const frame = box.current?.getBoundingClientRect()
    return frame ? from + ((x - frame.left) / Math.max(1, frame.width)) * (to - from) : from
  }
  const core = coreOf(item)
  const stateAt = (at: number) => {
    const ms = from + ((at + 0.5) / BARS) * (to - from)
    if (ms >= core.start_ms && ms < core.end_ms) return 'heard'
    return ms >= (item.start_ms ?? 0) && ms < (item.end_ms ?? 0) ? 'air' : undefined
  }
  return (
    <div ref={box} className={styles.wave} dir="ltr" role="group" aria-label={t('wave')}>
      <svg viewBox={`0 0 ${BARS * 4} 64`} preserveAspectRatio="none" aria-hidden="true">
        {bars.map((bar, at) => (
          <rect
            key={at}
            data-state={stateAt(at)}
            x={at * 4 + 0.75}
            width={2.5}
            y={32 - Math.max(1, bar * 30)}
            height={Math.max(2, bar * 60)}
            rx={1.25}
          />
        ))}
      </svg>
      {EDGES.map((edge) => (
        <Handle
          key={edge}
          item={item}
          edge={edge}
          at={share(edge === 'start' ? core.start_ms : core.end_ms)}
          range={{ from, to }}
          msAt={msAt}
          onSet={onSet}
        />
      ))}
    </div>
  )
}

/** The stretch that is drawn: it only grows, and only when an end leaves it. */
function useStretch(item: ReelItem): Ends {
  const now = windowOf(item)
  const [drawn, setDrawn] = useState(now)
  const core = coreOf(item)
  if (core.start_ms >= drawn.start_ms && core.end_ms <= drawn.end_ms) return drawn
  setDrawn(now)
  return now
}

interface HandleProps extends WaveformProps {
  edge: Edge
  at: number
  range: { from: number; to: number }
  msAt: (x: number) => number
}

function Handle({ item, edge, at, range, msAt, onSet }: HandleProps) {
  const t = useText(messages)
  const format = useFormat()
  const core = coreOf(item)
  const ms = edge === 'start' ? core.start_ms : core.end_ms
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId))
      onSet(withEdge(item, edge, msAt(event.clientX)))
  }
  const key = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key]
    const word = { PageDown: -1, PageUp: 1 }[event.key] as -1 | 1 | undefined
    if (step) onSet(withEdge(item, edge, ms + step * (event.shiftKey ? STEP_MS : BIT_MS)))
    else if (word) onSet(byWord(item, edge, word))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const tenth = Math.floor((ms % 1000) / 100)
  return (
    <span
      role="slider"
      tabIndex={0}
      className={styles.handle}
      data-edge={edge}
      style={{ left: `${at * 100}%` }}
      aria-label={t(edge)}
      aria-valuemin={Math.round(range.from)}
      aria-valuemax={Math.round(range.to)}
      aria-valuenow={Math.round(ms)}
      aria-valuetext={`${format.clock(ms)}.${tenth}`}
      onKeyDown={key}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        event.currentTarget.focus()
      }}
      onPointerMove={drag}
    />
  )
}
