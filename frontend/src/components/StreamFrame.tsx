/** The picture and sound of a stream (HLS), where the browser does not play it by itself. */
import { useEffect, useRef, useState } from 'react'
import { FramedMedium, type Medium } from '@/lib/framedMedium'
import type { Trouble } from '@/lib/streaming'
import styles from './StreamFrame.module.css'

/** The server's page for it: it may ask any host for media, and nothing of ours for anything. */
const ADDRESS = '/stream.html'
const HLS = 'application/vnd.apple.mpegurl'

/** Whether the browser itself plays streams, as Safari does and Chrome of late. */
export const playsStreams = (): boolean => document.createElement('video').canPlayType(HLS) !== ''

interface StreamFrameProps {
  url: string
  /** Says what it is to those who do not see it. */
  label: string
  className?: string
  /** Where to begin, seconds. */
  startS?: number
  /** Told the medium once it is there; what it returns is called when it goes. */
  attach: (medium: Medium) => (() => void) | undefined
  onTrouble: (trouble: Trouble) => void
  onPress?: () => void
}

export function StreamFrame(props: StreamFrameProps) {
  const { url, label, className, startS = 0, attach, onTrouble, onPress } = props
  const frame = useRef<HTMLIFrameElement>(null)
  const [picture, setPicture] = useState({ width: 16, height: 9 })
  const latest = useRef({ startS, attach, onTrouble })
  useEffect(() => {
    latest.current = { startS, attach, onTrouble }
  })
  useEffect(() => {
    const around = frame.current?.contentWindow
    if (!around) return
    const medium = new FramedMedium(around, url, latest.current.startS)
    const measure = () => setPicture({ width: medium.videoWidth, height: medium.videoHeight })
    const fail = () => medium.trouble && latest.current.onTrouble(medium.trouble)
    medium.addEventListener('loadedmetadata', measure)
    medium.addEventListener('resize', measure)
    medium.addEventListener('error', fail)
    const detach = latest.current.attach(medium)
    return () => {
      detach?.()
      medium.close()
    }
  }, [url])
  return (
    // A press on the picture is a shortcut of the button below it, as on any player.
    <div
      role="presentation"
      className={[styles.stream, className].filter(Boolean).join(' ')}
      data-silent={picture.width === 0 || undefined}
      style={{ aspectRatio: `${picture.width} / ${picture.height}` }}
      onClick={onPress}
    >
      <iframe
        key={url}
        ref={frame}
        src={ADDRESS}
        title={label}
        sandbox="allow-scripts"
        allow="autoplay"
        tabIndex={-1}
      />
    </div>
  )
}
