/** A quote that can be heard where it stands, with the words that are heard, and what was said around it. */
import { type ReactNode, useEffect, useState } from 'react'
import { $api } from '@/api/client'
import { IconButton, TextButton } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { QuoteCard } from '@/components/QuoteCard'
import { useMoment } from '@/components/useMoment'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import type { Span } from '@/lib/spans'
import { Around } from './Around'
import styles from './PlayableQuote.module.css'
import { excerptOf } from './excerpt'
import { messages } from './messages'
import { type QuoteData, cardOf, marksOf, momentOf, wordAt } from './show'

interface Stretch {
  start: number
  end: number
}

interface PlayableQuoteProps {
  quote: QuoteData
  /** What a search matched, and the stretch worth showing of a long quote; code points. */
  spans?: readonly Stretch[]
  crop?: Stretch | null
  select?: { selected: boolean; onChange: (selected: boolean) => void }
  actions?: ReactNode
  /** Why it is shown, when the words do not tell. */
  note?: string
  size?: 'md' | 'lg'
  /** Whether it offers to show the turns around it. */
  around?: boolean
  /** Told what Enter does, for keys pressed elsewhere: plays and pauses it; what is only read, it shows with its turns. */
  onEnter?: (enter: (() => void) | undefined) => void
}

const NOTHING: readonly Stretch[] = []

export function PlayableQuote(props: PlayableQuoteProps) {
  const {
    quote,
    spans = NOTHING,
    crop = null,
    select,
    actions,
    note,
    size,
    around: hasAround = true,
    onEnter,
  } = props
  const t = useText(messages)
  const format = useFormat()
  const [around, setAround] = useState(false)
  const [whole, setWhole] = useState(size === 'lg')
  const moment = useMoment(momentOf(quote, t('picture', { who: cardOf(quote, format.list).speaker })))
  const heard = useHeardWord(quote, moment?.play)
  const toggle = moment?.play.onToggle
  const canOpen = hasAround && quote.lines.length > 0
  useEffect(() => {
    onEnter?.(toggle ?? (canOpen ? () => setAround((open) => !open) : undefined))
  }, [onEnter, toggle, canOpen])

  const all = marksOf(quote.text, spans)
  const cropped = crop ? marksOf(quote.text, [crop])[0] : undefined
  const excerpt =
    whole || heard ? { text: quote.text, marks: all, cut: false } : excerptOf(quote.text, all, cropped)
  const marks: readonly Span[] = heard ? [heard] : excerpt.marks
  return (
    <QuoteCard
      quote={{ ...cardOf(quote, format.list), words: excerpt.text }}
      marks={marks}
      play={moment?.play}
      select={select}
      size={size}
      actions={
        <>
          <Silence quote={quote} failed={moment?.failed} />
          {canOpen && (
            <IconButton
              icon="text"
              size="sm"
              label={around ? t('around.hide') : t('around.show')}
              aria-expanded={around}
              onClick={() => setAround(!around)}
            />
          )}
          {actions}
        </>
      }
    >
      {(note || excerpt.cut || moment?.media || around) && (
        <div className={styles.below}>
          {note && <p className={styles.note}>{note}</p>}
          {excerpt.cut && <TextButton onClick={() => setWhole(true)}>{t('whole')}</TextButton>}
          {moment?.media}
          {around && <Around quoteId={quote.id} />}
        </div>
      )}
    </QuoteCard>
  )
}

/** Why there is nothing to press: on another site, words only, not playable here. */
export function Silence({ quote, failed }: { quote: QuoteData; failed?: boolean }) {
  const t = useText(messages)
  if (quote.recording?.page_url && (failed || !quote.recording.media_url)) {
    return (
      <a className={styles.elsewhere} href={quote.recording.page_url} target="_blank" rel="noreferrer">
        {t('elsewhere')}
        <Icon name="external" size={15} />
      </a>
    )
  }
  if (!quote.silence) return null
  return (
    <span className={styles.silence} title={t(`silence.${quote.silence}.long`)}>
      {t(`silence.${quote.silence}`)}
    </span>
  )
}

/** The word that is heard right now, UTF-16; undefined while nothing plays or nobody knows. */
function useHeardWord(
  quote: QuoteData,
  play: { playing: boolean; progress: number } | undefined,
): Span | undefined {
  const playing = play?.playing ?? false
  const path = { quote_id: quote.id }
  const known = $api.useQuery(
    'get',
    '/api/quotes/{quote_id}',
    { params: { path, query: { context: 0 } } },
    { enabled: playing, staleTime: 60_000 },
  )
  const { recording, start_ms: startMs } = quote
  if (!playing || !recording || startMs === null || recording.end_ms === null || !known.data) return undefined
  const atMs = startMs + (play?.progress ?? 0) * (recording.end_ms - recording.start_ms)
  const word = wordAt(known.data.words, atMs)
  return word && marksOf(quote.text, [word])[0]
}
