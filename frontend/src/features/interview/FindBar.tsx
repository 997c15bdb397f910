/** Finding words in the transcript: as one types, place by place, drawn as a passing layer. */
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { IconButton } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { useText } from '@/lib/i18n'
import type { Turn } from './data'
import { findAll } from './find'
import styles from './FindBar.module.css'
import { messages } from './messages'
import { paint, rangeOf, turnElement } from './places'

export function FindBar({ turns, onClose }: { turns: readonly Turn[]; onClose: () => void }) {
  const t = useText(messages)
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const wanted = useDeferredValue(words)
  const found = useMemo(() => findAll(turns, wanted), [turns, wanted])
  const here = found[at]

  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    paint('found', found.map(rangeOf))
    return () => paint('found', [])
  }, [found])
  useEffect(() => {
    if (!here) return
    turnElement(here.start.turnId)?.scrollIntoView({ block: 'center' })
    paint('found-here', [rangeOf(here)])
    return () => paint('found-here', [])
  }, [here])

  const go = (step: number) => found.length > 0 && setAt((at + step + found.length) % found.length)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') go(event.shiftKey ? -1 : 1)
    else if (event.key === 'Escape') onClose()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className={styles.bar} role="search" aria-label={t('find')}>
      <Icon name="search" size={17} />
      <input
        ref={field}
        className={styles.input}
        aria-label={t('find')}
        placeholder={t('find.hint')}
        value={words}
        onChange={(event) => {
          setWords(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <span className={styles.count} role="status">
        {wanted.trim() &&
          (found.length > 0 ? t('find.count', { at: at + 1, count: found.length }) : t('find.none'))}
      </span>
      <IconButton icon="arrow-start" size="sm" label={t('find.before')} onClick={() => go(-1)} />
      <IconButton icon="arrow-end" size="sm" label={t('find.next')} onClick={() => go(1)} />
      <IconButton icon="close" size="sm" label={t('find.close')} onClick={onClose} />
    </div>
  )
}
