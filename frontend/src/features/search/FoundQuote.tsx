import { useCallback, useEffect, useRef } from 'react'
import { IconButton } from '@/components/Button'
import { PlayableQuote } from '@/features/quotes'
import { useText } from '@/lib/i18n'
import styles from './Results.module.css'
import { messages } from './messages'
import type { Found } from './useFound'

interface FoundQuoteProps {
  quote: Found
  ticked: boolean
  onTick: (id: string) => void
  /** Left out for those who may not tag. */
  onTag?: (quote: Found) => void
}

/** One answer: can be reached by the arrow keys, played or opened by Enter, tagged and ticked. */
export function FoundQuote({ quote, ticked, onTick, onTag }: FoundQuoteProps) {
  const t = useText(messages)
  const frame = useRef<HTMLDivElement>(null)
  const enter = useRef<(() => void) | undefined>(undefined)
  useEffect(() => {
    const element = frame.current
    const play = () => enter.current?.()
    element?.addEventListener('firsthand:play', play)
    return () => element?.removeEventListener('firsthand:play', play)
  }, [])
  useEffect(() => {
    const element = frame.current
    const tag = () => onTag?.(quote)
    element?.addEventListener('firsthand:tag', tag)
    return () => element?.removeEventListener('firsthand:tag', tag)
  }, [onTag, quote])
  const onEnter = useCallback((does: (() => void) | undefined) => {
    enter.current = does
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
        note={useWhy(quote)}
        onEnter={onEnter}
        actions={
          onTag && <IconButton icon="tag" size="sm" label={t('tag.action')} onClick={() => onTag(quote)} />
        }
      />
    </div>
  )
}

/** Why it was found, when nothing is marked in its words. */
function useWhy({ by_meaning: byMeaning, spans, matched_in: matchedIn, note }: Found): string | undefined {
  const t = useText(messages)
  if (byMeaning) return t('meaning.similar')
  if (spans.length > 0 || matchedIn.length === 0) return undefined
  return matchedIn.map((place) => t(`matched.${place}`, { note })).join(' · ')
}
