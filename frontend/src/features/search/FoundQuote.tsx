import { useCallback, useEffect, useRef } from 'react'
import { PlayableQuote } from '@/features/quotes'
import { useText } from '@/lib/i18n'
import styles from './Results.module.css'
import { messages } from './messages'
import type { Found } from './useFound'

interface FoundQuoteProps {
  quote: Found
  ticked: boolean
  onTick: (id: string) => void
}

/** One answer: can be reached by the arrow keys, played by Enter and ticked. */
export function FoundQuote({ quote, ticked, onTick }: FoundQuoteProps) {
  const t = useText(messages)
  const frame = useRef<HTMLDivElement>(null)
  const toggle = useRef<(() => void) | undefined>(undefined)
  useEffect(() => {
    const element = frame.current
    const play = () => toggle.current?.()
    element?.addEventListener('firsthand:play', play)
    return () => element?.removeEventListener('firsthand:play', play)
  }, [])
  const onPlayable = useCallback((play: (() => void) | undefined) => {
    toggle.current = play
  }, [])
  const who = quote.speakers[0]?.name ?? ''
  return (
    <div
      ref={frame}
      role="group"
      aria-label={t('quoteBy', { who })}
      tabIndex={-1}
      data-result={quote.id}
      className={styles.found}
    >
      <PlayableQuote
        quote={quote}
        spans={quote.spans}
        crop={quote.crop}
        select={{ selected: ticked, onChange: () => onTick(quote.id) }}
        onPlayable={onPlayable}
      />
    </div>
  )
}
