/**
 * Keyboard shortcuts: single keys ("/"), sequences ("g s") and "mod+Enter" (Ctrl, or ⌘ on a Mac). Each says what it
 * does, so that the help (?) always lists exactly what works on the page that is open. Plain keys stay silent while
 * something is being typed.
 */
import { useEffect, useRef } from 'react'

export interface Hotkey {
  keys: string
  description: string
  /** Where the help lists it. */
  group: string
  run: (event: KeyboardEvent) => void
  /** Whether the key is meant now; otherwise it stays with whatever has the focus. */
  when: (event: KeyboardEvent) => boolean
}

const SEQUENCE_MS = 900
const always = () => true
const active = new Set<Hotkey>()
const listeners = new Set<() => void>()
let snapshot: readonly Hotkey[] = []
let typed: { key: string; at: number } | null = null

function publish(): void {
  snapshot = [...active]
  listeners.forEach((listener) => listener())
}

export const hotkeyStore = {
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  read: () => snapshot,
}

/** Whether the key belongs to something that is being typed into. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  const field = target.closest('input, textarea, select, [contenteditable="true"]')
  return (
    field !== null &&
    !(field instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(field.type))
  )
}

/** Which shortcut a key press means, given the key pressed just before. */
export function matches(keys: string, event: KeyboardEvent, before: string | null): boolean {
  if (keys.startsWith('mod+'))
    return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === keys.slice(4).toLowerCase()
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  const [first, second] = keys.split(' ')
  return second ? before === first && event.key === second : event.key === first
}

/** Undo belongs to the field that is being typed into. */
function worksWhileTyping(keys: string): boolean {
  return keys.startsWith('mod+') && keys !== 'mod+z' && keys !== 'mod+y'
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const typing = isTyping(event.target)
  const before = typed && event.timeStamp - typed.at < SEQUENCE_MS ? typed.key : null
  typed = typing ? null : { key: event.key, at: event.timeStamp }
  const usable = [...active]
    .reverse()
    .filter(({ keys, when }) => (!typing || worksWhileTyping(keys)) && when(event))
  const found =
    usable.find(({ keys }) => keys.includes(' ') && matches(keys, event, before)) ??
    usable.find(({ keys }) => matches(keys, event, before))
  if (!found) return
  event.preventDefault()
  typed = null
  found.run(event)
}

function activate(hotkey: Hotkey): () => void {
  if (active.size === 0) document.addEventListener('keydown', onKeyDown)
  active.add(hotkey)
  publish()
  return () => {
    active.delete(hotkey)
    if (active.size === 0) document.removeEventListener('keydown', onKeyDown)
    publish()
  }
}

/** Makes a shortcut work while the component is on the page; the latest one of the same keys wins. */
export function useHotkey(
  keys: string,
  description: string,
  group: string,
  run: (event: KeyboardEvent) => void,
  when: (event: KeyboardEvent) => boolean = always,
): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(
    () => activate({ keys, description, group, run: (event) => latest.current(event), when }),
    [keys, description, group, when],
  )
}
