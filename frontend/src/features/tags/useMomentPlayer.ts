/** Plays one moment of a list at a time, from its start to its end. */
import { useRef, useState } from 'react'
import type { Moment } from './api'

export interface Playing {
  id: string
  playing: boolean
  waiting: boolean
  progress: number
}

export function useMomentPlayer() {
  const [now, setNow] = useState<Playing | null>(null)
  const element = useRef<HTMLVideoElement | null>(null)

  const toggle = (moment: Moment) => {
    if (now?.id !== moment.id) setNow({ id: moment.id, playing: true, waiting: true, progress: 0 })
    else if (element.current?.paused) void element.current.play().catch(() => undefined)
    else element.current?.pause()
  }

  /** The events of the media element that plays the moment. */
  const bind = (moment: Moment) => {
    const from = ((moment.start_ms ?? 0) + moment.media_starts_at_ms) / 1000
    const to = ((moment.end_ms ?? moment.start_ms ?? 0) + moment.media_starts_at_ms) / 1000
    const change = (part: Partial<Playing>) => setNow((before) => (before ? { ...before, ...part } : before))
    return {
      ref: (media: HTMLVideoElement | null) => {
        element.current = media
      },
      onLoadedMetadata: (event: { currentTarget: HTMLVideoElement }) => {
        event.currentTarget.currentTime = from
        void event.currentTarget.play().catch(() => change({ playing: false, waiting: false }))
      },
      onPlaying: () => change({ playing: true, waiting: false }),
      onPause: () => change({ playing: false }),
      onWaiting: () => change({ waiting: true }),
      onError: () => change({ playing: false, waiting: false }),
      onTimeUpdate: (event: { currentTarget: HTMLVideoElement }) => {
        const media = event.currentTarget
        change({ progress: to > from ? Math.max(0, (media.currentTime - from) / (to - from)) : 0 })
        if (to <= from || media.currentTime < to) return
        media.pause()
        media.currentTime = from
      },
    }
  }
  return { now, toggle, bind }
}
