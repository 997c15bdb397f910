/** Everything the keyboard does in the transcript. The help (?) lists what is registered here. */
import { type RefObject, useEffect, useRef } from 'react'
import { isTyping, useHotkey } from '@/lib/hotkeys'
import { useText } from '@/lib/i18n'
import { type Cursor, type Step, extend, walk } from './cursor'
import type { Turn } from './data'
import { messages } from './messages'
import { pointOf, turnElement } from './places'

interface Deeds {
  toTurn: (step: 1 | -1) => void
  toHighlight: (step: 1 | -1) => void
  mark: () => void
  edit: () => void
  play: () => void
  listen: () => void
  follow: () => void
  find: () => void
  undo: () => void
}

const STEPS: Record<string, Step> = {
  ArrowRight: 'next-word',
  ArrowLeft: 'word-before',
  ArrowDown: 'next-turn',
  ArrowUp: 'turn-before',
}

/** Right-to-left text is walked against the arrows. */
function stepOf(key: string, element: Element): Step | undefined {
  const step = STEPS[key]
  const backwards = getComputedStyle(element.querySelector('[data-text]') ?? element).direction === 'rtl'
  if (!backwards || !step) return step
  return step === 'next-word' ? 'word-before' : step === 'word-before' ? 'next-word' : step
}

function select(cursor: Cursor): void {
  const [anchor, focus] = [pointOf(cursor.anchor), pointOf(cursor.focus)]
  if (!anchor || !focus) return
  getSelection()?.setBaseAndExtent(anchor.node, anchor.offset, focus.node, focus.offset)
  turnElement(cursor.focus.turnId)?.scrollIntoView({ block: 'nearest' })
}

export function useKeys(
  root: RefObject<HTMLElement | null>,
  turns: readonly Turn[],
  language: string,
  current: string | null,
  deeds: Deeds,
): void {
  const t = useText(messages)
  const group = t('keys.group')
  useHotkey('j', t('keys.next'), group, () => deeds.toTurn(1))
  useHotkey('k', t('keys.before'), group, () => deeds.toTurn(-1))
  useHotkey('h', t('keys.mark'), group, deeds.mark)
  useHotkey('e', t('keys.edit'), group, deeds.edit)
  useHotkey('p', t('keys.play'), group, deeds.play)
  useHotkey('l', t('keys.listen'), group, deeds.listen)
  useHotkey('f', t('keys.follow'), group, deeds.follow)
  useHotkey('n', t('keys.nextMark'), group, () => deeds.toHighlight(1))
  useHotkey('N', t('keys.beforeMark'), group, () => deeds.toHighlight(-1))
  useHotkey('s', t('keys.find'), group, deeds.find)
  useHotkey('z', t('keys.undo'), group, deeds.undo)
  useArrows(root, turns, language, current, deeds)
}

/** Arrows, Space and Enter belong to the page unless a turn has the focus, so they are no hotkeys. */
function useArrows(
  root: RefObject<HTMLElement | null>,
  turns: readonly Turn[],
  language: string,
  current: string | null,
  deeds: Deeds,
): void {
  const cursor = useRef<Cursor | null>(null)
  useEffect(() => {
    cursor.current = null
  }, [current])
  const onKey = useRef<(event: KeyboardEvent) => void>(() => undefined)
  useEffect(() => {
    onKey.current = (event) => {
      const onTurn = event.target instanceof HTMLElement && event.target.dataset.turn !== undefined
      if (event.defaultPrevented || isTyping(event.target) || event.altKey) return
      const modified = event.ctrlKey || event.metaKey
      if (modified && event.key === 'z' && !event.shiftKey) deeds.undo()
      else if (modified || !onTurn) return
      else if (event.key === ' ') deeds.play()
      else if (event.key === 'Enter') deeds.mark()
      else if (!arrow(event)) return
      event.preventDefault()
    }
    const arrow = (event: KeyboardEvent): boolean => {
      const step = stepOf(event.key, event.target as Element)
      const upDown = step === 'next-turn' || step === 'turn-before'
      if (!step || !current || (upDown && !event.shiftKey)) return false
      const next = (event.shiftKey ? extend : walk)(turns, current, cursor.current, step, language)
      cursor.current = next
      if (next) select(next)
      return true
    }
  })
  useEffect(() => {
    const sheet = root.current
    const listen = (event: KeyboardEvent) => onKey.current(event)
    sheet?.addEventListener('keydown', listen)
    return () => sheet?.removeEventListener('keydown', listen)
  }, [root])
}
