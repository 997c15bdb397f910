import { type ChangeEvent, type PointerEvent, type ReactNode, useState } from 'react'
import { clock } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './MediaBar.module.css'
import { PlayButton } from './PlayButton'
import { Waveform } from './Waveform'
import { messages } from './messages'

interface MediaBarProps {
  playing: boolean
  onToggle: () => void
  /** Where it plays and how long it is, ms. */
  atMs: number
  lengthMs: number
  onSeek: (ms: number) => void
  /** Stretches worth finding on the line, e.g. highlights. */
  marks?: { startMs: number; endMs: number }[]
  rate?: number
  onRate?: (rate: number) => void
  what?: string
  waiting?: boolean
  /** The loudness all along the line, as GET /api/recordings/{id}/peaks has it. */
  peaks?: Uint8Array
  /** What is shown above the line where the pointer is. */
  glance?: (ms: number) => ReactNode
  children?: ReactNode
}

const RATES = [1, 1.25, 1.5, 2, 0.75]
const STEP_MS = 1000

/** Transport of a recording: play, a line to seek on, time, tempo. Knows no media element; the caller does. */
export function MediaBar(props: MediaBarProps) {
  const { playing, onToggle, atMs, lengthMs, rate = 1, onRate, what, waiting, children } = props
  const t = useText(messages)
  const next = RATES[(RATES.indexOf(rate) + 1) % RATES.length] ?? 1
  return (
    <div className={styles.bar}>
      <PlayButton playing={playing} onToggle={onToggle} what={what} waiting={waiting} />
      <span className={styles.time}>{clock(atMs)}</span>
      <Line {...props} />
      <span className={styles.time}>{clock(lengthMs)}</span>
      {onRate && (
        <button
          type="button"
          className={styles.rate}
          aria-label={`${t('speed')} ${rate}×`}
          onClick={() => onRate(next)}
        >
          {rate}×
        </button>
      )}
      {children}
    </div>
  )
}

const percent = (ms: number, lengthMs: number) =>
  `${lengthMs > 0 ? Math.min(100, (ms / lengthMs) * 100) : 0}%`

function Line({ atMs, lengthMs, onSeek, marks = [], peaks, glance }: MediaBarProps) {
  const t = useText(messages)
  const [hovered, setHovered] = useState<number | null>(null)
  const hover = (event: PointerEvent<HTMLElement>) => {
    if (event.pointerType !== 'mouse') return
    const box = event.currentTarget.getBoundingClientRect()
    const rtl = getComputedStyle(event.currentTarget).direction === 'rtl'
    const share = (rtl ? box.right - event.clientX : event.clientX - box.left) / box.width
    setHovered(Math.min(1, Math.max(0, share)))
  }
  const seek = (event: ChangeEvent<HTMLInputElement>) => onSeek(Number(event.target.value))
  return (
    <span
      className={styles.line}
      data-waveform={peaks !== undefined || undefined}
      onPointerMove={glance && hover}
      onPointerLeave={() => setHovered(null)}
    >
      {peaks && <Waveform peaks={peaks} share={lengthMs > 0 ? Math.min(1, atMs / lengthMs) : 0} />}
      {glance && hovered !== null && (
        <span className={styles.glance} style={{ insetInlineStart: `${hovered * 100}%` }} aria-hidden="true">
          {glance(hovered * lengthMs)}
        </span>
      )}
      <span className={styles.track} aria-hidden="true">
        <span className={styles.played} style={{ inlineSize: percent(atMs, lengthMs) }} />
        {marks.map(({ startMs, endMs }) => (
          <span
            key={`${startMs}-${endMs}`}
            className={styles.mark}
            style={{
              insetInlineStart: percent(startMs, lengthMs),
              inlineSize: `max(3px, ${percent(endMs - startMs, lengthMs)})`,
            }}
          />
        ))}
      </span>
      <input
        type="range"
        className={styles.range}
        min={0}
        max={Math.max(1, lengthMs)}
        step={STEP_MS}
        value={atMs}
        onChange={seek}
        aria-label={t('position')}
        aria-valuetext={t('positionText', { at: clock(atMs), length: clock(lengthMs) })}
      />
    </span>
  )
}
