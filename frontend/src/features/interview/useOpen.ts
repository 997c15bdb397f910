/** Which highlight is open, and where its panel stands. */
import { type RefObject, useCallback, useEffect, useState } from 'react'
import type { Highlight, Turn } from './data'
import { toUtf16 } from './codepoints'
import { paint, rangesOf, turnElement } from './places'

export interface Open {
  key: string
  place: { beside: number; below: number }
}

/** The drawn ranges of a highlight, one a turn; none while its turns are not there. */
function rangesOfHighlight(turns: readonly Turn[], highlight: Highlight): Range[] {
  const first = turns.find((turn) => turn.id === highlight.start_turn_id)
  const last = turns.find((turn) => turn.id === highlight.end_turn_id)
  if (!first || !last) return []
  return rangesOf(turns, {
    start: { turnId: first.id, offset: toUtf16(first.text, highlight.start_offset) },
    end: { turnId: last.id, offset: toUtf16(last.text, highlight.end_offset) },
  })
}

export function useOpen(
  sheet: RefObject<HTMLElement | null>,
  turns: readonly Turn[],
  find: (key: string) => Highlight | undefined,
) {
  const [open, setOpen] = useState<Open | null>(null)

  const show = useCallback(
    (key: string) => {
      const highlight = find(key)
      const top = sheet.current?.getBoundingClientRect().top ?? 0
      const turn = turnElement(highlight?.start_turn_id ?? '')
      const range = highlight ? rangesOfHighlight(turns, highlight).at(-1) : undefined
      const beside = (turn?.getBoundingClientRect().top ?? top) - top
      const below =
        (range?.getBoundingClientRect().bottom ?? turn?.getBoundingClientRect().bottom ?? top) - top
      setOpen({ key, place: { beside, below } })
    },
    [sheet, turns, find],
  )

  useEffect(() => {
    const highlight = open ? find(open.key) : undefined
    paint('open-mark', highlight ? rangesOfHighlight(turns, highlight) : [])
    return () => paint('open-mark', [])
  }, [open, find, turns])

  return { open, show, close: useCallback(() => setOpen(null), []) }
}
