import { useEffect, useRef } from 'react'
import styles from './Waveform.module.css'
import { columnsOf } from './columns'

/** The loudness of a recording, drawn over the whole width; what has been played is in the accent's colour. */
export function Waveform({ peaks, share }: { peaks: Uint8Array; share: number }) {
  return (
    <span className={styles.waveform} aria-hidden="true">
      <Strip peaks={peaks} />
      <span className={styles.played} style={{ inlineSize: `${share * 100}%` }}>
        <Strip peaks={peaks} />
      </span>
    </span>
  )
}

const STEP = 3
const BAR = 2

function Strip({ peaks }: { peaks: Uint8Array }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    const whole = element?.closest<HTMLElement>(`.${CSS.escape(styles.waveform ?? '')}`)
    if (!element || !whole) return
    const observer = new ResizeObserver(() => draw(element, peaks, whole.clientWidth, whole.clientHeight))
    observer.observe(whole)
    return () => observer.disconnect()
  }, [peaks])
  return <canvas ref={canvas} className={styles.strip} />
}

function draw(canvas: HTMLCanvasElement, peaks: Uint8Array, width: number, height: number): void {
  const scale = window.devicePixelRatio || 1
  canvas.width = width * scale
  canvas.height = height * scale
  canvas.style.inlineSize = `${width}px`
  const context = canvas.getContext('2d')
  if (!context) return
  context.scale(scale, scale)
  context.fillStyle = getComputedStyle(canvas).color
  columnsOf(peaks, Math.floor(width / STEP)).forEach((loudness, index) => {
    const bar = Math.max(2, loudness * height)
    context.fillRect(index * STEP, (height - bar) / 2, BAR, bar)
  })
}
