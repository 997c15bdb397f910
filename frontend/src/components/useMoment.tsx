import { type ReactNode, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Medium } from '@/lib/framedMedium'
import { endPlaying, playingStore, setPlaying } from '@/lib/playing'
import { StreamFrame, playsStreams } from './StreamFrame'
import styles from './useMoment.module.css'

/** A stretch of a recording, in ms of the recording itself. Without an end it plays on to the recording's. */
export interface Moment {
  key: string
  url: string
  startMs: number
  endMs: number | null
  hasVideo: boolean
  /** A stream (HLS), which not every browser plays by itself. */
  streamed?: boolean
  /** Describes the picture to those who do not see it. */
  label: string
}

interface MomentState {
  /** For a PlayButton or a QuoteCard. */
  play: { playing: boolean; progress: number; waiting: boolean; onToggle: () => void }
  /** Put this where the picture should appear; there is nothing to see for sound. */
  media: ReactNode
  /** It could not be played after all. */
  failed: boolean
}

const SECOND_MS = 1000

/**
 * Plays a moment in place, one at a time on the page. Nothing is loaded before the first press; a press in the middle
 * pauses, and at the end the moment can be played again. `undefined` for words that may only be read.
 */
export function useMoment(moment: Moment | undefined): MomentState | undefined {
  const active = useSyncExternalStore(playingStore.subscribe, playingStore.read)
  const [opened, setOpened] = useState(false)
  const [waiting, setWaiting] = useState(false)
  const [progress, setProgress] = useState(0)
  const [failed, setFailed] = useState(false)
  const [framed, setFramed] = useState(() => moment?.streamed === true && !playsStreams())
  const media = useRef<Medium | null>(null)
  const playing = moment !== undefined && active === moment.key

  useEffect(() => {
    if (!playing) media.current?.pause()
  }, [playing])
  const key = moment?.key
  useEffect(() => () => (key === undefined ? undefined : endPlaying(key)), [key])

  const toggle = useCallback(() => {
    if (!moment) return
    if (playing) return setPlaying(null)
    setOpened(true)
    setFailed(false)
    setPlaying(moment.key)
    if (media.current) start(media.current, moment)
  }, [moment, playing])

  if (!moment) return undefined
  const events: MediaEvents = {
    onOpen: (element) => {
      media.current = element
      if (element) start(element, moment)
    },
    onWaiting: setWaiting,
    onTime: (atMs) => {
      setProgress(progressOf(moment, atMs, media.current?.duration ?? 0))
      if (moment.endMs === null || atMs < moment.endMs) return
      // At once, not with the next drawing: what follows was not selected.
      media.current?.pause()
      endPlaying(moment.key)
    },
    onStop: () => endPlaying(moment.key),
    onFailed: () => {
      if (moment.streamed && !framed) return setFramed(true)
      endPlaying(moment.key)
      setOpened(false)
      setFailed(true)
    },
  }
  return {
    play: { playing, progress, waiting: playing && waiting, onToggle: toggle },
    media: opened && (
      <MomentMedia
        key={framed ? 'framed' : 'here'}
        moment={moment}
        framed={framed}
        shown={playing || progress > 0}
        {...events}
      />
    ),
    failed,
  }
}

/** How far a moment has played, 0 to 1. `lengthS` is the recording's, in seconds. */
export function progressOf(
  { startMs, endMs }: Pick<Moment, 'startMs' | 'endMs'>,
  atMs: number,
  lengthS: number,
): number {
  const end = endMs ?? lengthS * SECOND_MS
  return end > startMs ? Math.min(1, Math.max(0, (atMs - startMs) / (end - startMs))) : 0
}

/** Plays from where it was paused, or from the moment's beginning when it was played out or never begun. */
function start(element: Medium, { key, startMs, endMs }: Moment): void {
  const atMs = element.currentTime * SECOND_MS
  const inside = atMs >= startMs && (endMs === null || atMs < endMs - 50) && !element.ended
  if (!inside) element.currentTime = startMs / SECOND_MS
  void element.play().catch(() => {
    // What failed is told as an error, which may find another way to play it.
    if (element.error === null) endPlaying(key)
  })
}

interface MediaEvents {
  onOpen: (element: Medium | null) => void
  onWaiting: (waiting: boolean) => void
  onTime: (atMs: number) => void
  onStop: () => void
  onFailed: () => void
}

interface MomentMediaProps extends MediaEvents {
  moment: Moment
  framed: boolean
  shown: boolean
}

function MomentMedia(props: MomentMediaProps) {
  const { moment, framed, shown, onOpen, onWaiting, onTime, onStop, onFailed } = props
  const element = useRef<Medium | null>(null)
  // Opened once; later presses are handled by whoever holds the element.
  const open = useRef(onOpen)
  useEffect(() => {
    const opened = open.current
    opened(element.current)
    return () => opened(null)
  }, [])
  // Finer than the browser's own four events a second: a moment must not run into what nobody selected.
  const time = useRef(onTime)
  useEffect(() => {
    time.current = onTime
  })
  useEffect(() => {
    let frame = 0
    const look = () => {
      const media = element.current
      if (media && !media.paused && !media.seeking) time.current(media.currentTime * SECOND_MS)
      frame = requestAnimationFrame(look)
    }
    frame = requestAnimationFrame(look)
    return () => cancelAnimationFrame(frame)
  }, [])
  const shared = {
    src: moment.url,
    preload: 'auto',
    'aria-label': moment.label,
    onWaiting: () => onWaiting(true),
    onPlaying: () => onWaiting(false),
    onCanPlay: () => onWaiting(false),
    onError: onFailed,
    onEnded: onStop,
  } as const
  if (framed) {
    const hold = (medium: Medium) => {
      element.current = medium
      medium.addEventListener('waiting', shared.onWaiting)
      medium.addEventListener('playing', shared.onPlaying)
      medium.addEventListener('canplay', shared.onCanPlay)
      // Also how a frame says that the browser does not let it play.
      medium.addEventListener('pause', onStop)
      medium.addEventListener('ended', onStop)
      return () => void (element.current = null)
    }
    return (
      <div className={styles.video} data-shown={shown || undefined}>
        <StreamFrame
          url={moment.url}
          label={moment.label}
          startS={moment.startMs / SECOND_MS}
          attach={hold}
          onTrouble={onFailed}
        />
      </div>
    )
  }
  if (!moment.hasVideo) {
    // The words that are heard stand above, on the same card.
    // eslint-disable-next-line jsx-a11y/media-has-caption
    return <audio {...shared} ref={(audio) => void (element.current = audio)} />
  }
  return (
    // eslint-disable-next-line jsx-a11y/media-has-caption
    <video
      {...shared}
      playsInline
      className={styles.video}
      data-shown={shown || undefined}
      ref={(video) => void (element.current = video)}
    />
  )
}
