/** The text that is selected in the transcript, by mouse, touch or keyboard alike. */
import { type RefObject, useEffect, useState } from 'react'
import { type Stretch, stretchOf } from './places'

/** What is selected at this very moment: the event that tells of it comes a little later. */
export function selectedIn(root: HTMLElement | null): Stretch | null {
  const selection = getSelection()
  return root && selection && selection.rangeCount > 0 ? stretchOf(root, selection.getRangeAt(0)) : null
}

export function useSelection(
  root: RefObject<HTMLElement | null>,
): [Stretch | null, (next: Stretch | null) => void] {
  const [stretch, setStretch] = useState<Stretch | null>(null)
  useEffect(() => {
    let pressed = false
    const read = () => {
      // A field that takes the focus takes the selection too; what was chosen stays chosen until it is used.
      if (document.activeElement instanceof HTMLInputElement) return
      if (document.activeElement instanceof HTMLTextAreaElement) return
      setStretch(selectedIn(root.current))
    }
    const onChange = () => {
      if (!pressed) read()
    }
    const onDown = (event: PointerEvent) => {
      pressed = event.pointerType === 'mouse' && event.button === 0
    }
    // The selection is final only after the click that ends it has been handled.
    const onUp = () => {
      pressed = false
      setTimeout(read)
    }
    document.addEventListener('selectionchange', onChange)
    document.addEventListener('pointerdown', onDown)
    document.addEventListener('pointerup', onUp)
    return () => {
      document.removeEventListener('selectionchange', onChange)
      document.removeEventListener('pointerdown', onDown)
      document.removeEventListener('pointerup', onUp)
    }
  }, [root])
  return [stretch, setStretch]
}
