/** What is heard, shown in the text: the turn and the word as layers, and the page scrolling along if wanted. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { TimedWord, Turn } from './data'
import { lastUpTo, wordAtTime } from './model'
import { paint, rangeOf, textElement, turnElement } from './places'
import type { Playback } from './playback'

const SCROLL_KEYS = new Set(['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown', ' '])

interface Following {
  /** Whether one wants to follow at all. */
  wanted: boolean
  setWanted: (wanted: boolean) => void
  /** Whether the reader scrolled away; following rests until they come back. */
  away: boolean
  comeBack: () => void
}

export function useFollowing(
  playback: Playback,
  turns: readonly Turn[],
  words: Record<string, TimedWord[]>,
): Following {
  const [wanted, setWanted] = useState(true)
  const [away, setAway] = useState(false)
  const heard = useRef<string | null>(null)
  const timeline = useMemo(() => {
    const timed = turns.filter((turn) => typeof turn.start_ms === 'number')
    return { timed, starts: timed.map((turn) => turn.start_ms ?? 0) }
  }, [turns])

  const show = useCallback((turnId: string, smooth = true) => {
    const element = turnElement(turnId)
    if (!element || inSight(element)) return
    element.scrollIntoView({ block: 'center', behavior: smooth ? 'smooth' : 'instant' })
  }, [])

  useEffect(() => {
    let word = ''
    const onFrame = (ms: number) => {
      const turn = timeline.timed[lastUpTo(timeline.starts, ms)]
      if (turn && turn.id !== heard.current) {
        hear(heard.current, turn.id)
        heard.current = turn.id
        if (wanted && !away && playback.read().playing) show(turn.id)
      }
      const spoken = turn ? wordAtTime(turn.text, words[turn.id], ms) : null
      const name = spoken && turn ? `${turn.id} ${spoken.start}` : ''
      if (name === word) return
      word = name
      const stretch = spoken && turn ? stretchIn(turn.id, spoken) : null
      paint('heard-word', [stretch && rangeOf(stretch)])
    }
    return playback.onFrame(onFrame)
  }, [playback, timeline, words, wanted, away, show])

  useEffect(
    () => () => {
      paint('heard-turn', [])
      paint('heard-word', [])
    },
    [],
  )

  useEffect(() => {
    const leave = () => {
      if (playback.read().playing) setAway(true)
    }
    const onKey = (event: KeyboardEvent) => {
      if (SCROLL_KEYS.has(event.key)) leave()
    }
    window.addEventListener('wheel', leave, { passive: true })
    window.addEventListener('touchmove', leave, { passive: true })
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('wheel', leave)
      window.removeEventListener('touchmove', leave)
      window.removeEventListener('keydown', onKey)
    }
  }, [playback])

  const comeBack = () => {
    setAway(false)
    if (heard.current) show(heard.current)
  }
  return { wanted, setWanted, away, comeBack }
}

const stretchIn = (turnId: string, { start, end }: { start: number; end: number }) => ({
  start: { turnId, offset: start },
  end: { turnId, offset: end },
})

function hear(before: string | null, now: string): void {
  if (before) turnElement(before)?.removeAttribute('data-heard')
  turnElement(now)?.setAttribute('data-heard', '')
  const text = textElement(now)
  const range = text ? document.createRange() : null
  if (text) range?.selectNodeContents(text)
  paint('heard-turn', [range])
}

/** Whether an element stands in the calm middle of the window. */
function inSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return top > innerHeight * 0.16 && bottom < innerHeight * 0.8
}
