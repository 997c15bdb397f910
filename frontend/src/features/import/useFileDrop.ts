import { useEffect, useRef, useState } from 'react'
import { droppedFiles } from './entries'

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** Takes files dropped anywhere on the page; returns whether some are held over it right now. */
export function useFileDrop(onFiles: (files: File[]) => void, enabled = true): boolean {
  const [over, setOver] = useState(false)
  const latest = useRef(onFiles)
  useEffect(() => {
    latest.current = onFiles
  })
  useEffect(() => {
    if (!enabled) return
    // Each element on the way sends its own enter and leave; the page is left when they are even.
    let depth = 0
    const move = (step: number) => (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      depth = Math.max(0, depth + step)
      setOver(depth > 0)
    }
    const enter = move(1)
    const leave = move(-1)
    const hold = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      depth = 0
      setOver(false)
      if (event.dataTransfer) void droppedFiles(event.dataTransfer).then((files) => latest.current(files))
    }
    const handlers = { dragenter: enter, dragleave: leave, dragover: hold, drop } as const
    for (const [name, handler] of Object.entries(handlers))
      document.addEventListener(name as keyof typeof handlers, handler)
    return () => {
      for (const [name, handler] of Object.entries(handlers))
        document.removeEventListener(name as keyof typeof handlers, handler)
    }
  }, [enabled])
  return over
}
