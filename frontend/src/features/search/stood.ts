/** The quote one stood on, by entry of the history: Back leads to it again, not to the top of the page. */
import { useLocation } from '@tanstack/react-router'
import { type FocusEvent, type RefObject, useCallback, useEffect, useRef } from 'react'

const stood = new Map<string, string>()

/** Whether the focus is nowhere, as after a page or a button went away. */
const isLost = () => document.activeElement === null || document.activeElement === document.body

const quotesIn = (list: HTMLElement | null) => [
  ...(list?.querySelectorAll<HTMLElement>('[data-result]') ?? []),
]

/** Remembers where the focus is in the list, and puts it there again when one comes back; to be told of each focus. */
export function useStandAgain(list: RefObject<HTMLElement | null>): (event: FocusEvent) => void {
  const entry = useLocation({ select: ({ state }) => state.__TSR_key ?? '' })
  useEffect(() => {
    const id = stood.get(entry)
    const quote = quotesIn(list.current).find(({ dataset }) => dataset.result === id)
    // Where the page was scrolled to is restored by itself.
    if (quote && isLost()) quote.focus({ preventScroll: true })
  }, [list, entry])
  return useCallback(
    ({ target }) => {
      const id = target.closest<HTMLElement>('[data-result]')?.dataset.result
      if (id) stood.set(entry, id)
    },
    [entry],
  )
}

/** The button that asked for more is gone, or at rest: one goes on at the first quote that is new. Call it when asking. */
export function useGoOnInto(list: RefObject<HTMLElement | null>, pages: number): () => void {
  const known = useRef<ReadonlySet<string | undefined> | null>(null)
  useEffect(() => {
    if (!known.current) return
    const all = quotesIn(list.current)
    const next = all.find(({ dataset }) => !known.current?.has(dataset.result)) ?? all.at(-1)
    known.current = null
    if (isLost()) next?.focus({ preventScroll: true })
  }, [list, pages])
  return () => {
    known.current = new Set(quotesIn(list.current).map(({ dataset }) => dataset.result))
  }
}

/** When what was opened over the page is closed, one goes on where one was. Call what it returns when opening. */
export function useReturn(isOpen: boolean): () => void {
  const from = useRef<Element | null>(null)
  useEffect(() => {
    if (isOpen || !(from.current instanceof HTMLElement)) return
    if (isLost()) from.current.focus({ preventScroll: true })
    from.current = null
  }, [isOpen])
  return () => {
    from.current = document.activeElement
  }
}
