import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useCopyLink } from './useCopy'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import type { Span } from '@/lib/spans'
import { Avatar } from './Avatar'
import { IconButton } from './Button'
import { EmotionMark } from './EmotionMark'
import type { EmotionName } from './emotions'
import { PlayButton } from './PlayButton'
import styles from './QuoteCard.module.css'
import { TagChip } from './TagChip'
import { Words } from './Words'
import { messages } from './messages'

export interface Quote {
  id: string
  words: string
  /** Pseudonym, or the label from the transcript. */
  speaker: string
  /** What they are, e.g. "Ward nurse". */
  role?: string
  interviewId: string
  interviewTitle: string
  heldOn?: string | null
  /** Where in the recording it is said, ms. */
  atMs?: number | null
  emotion?: EmotionName | null
  intensity?: number | null
  tags?: { id: string; name: string; colour: string }[]
  language?: string
}

interface QuoteCardProps {
  quote: Quote
  /** Stretches to mark in the words, e.g. what a search matched; UTF-16 offsets. */
  marks?: readonly Span[]
  /** Playing in place; leave out when only the words may be shown. */
  play?: { playing: boolean; progress?: number; waiting?: boolean; onToggle: () => void }
  /** Ticking, for making a reel. */
  select?: { selected: boolean; onChange: (selected: boolean) => void }
  /** More things to do, e.g. a menu. */
  actions?: ReactNode
  /** What plays, below the words. */
  children?: ReactNode
  size?: 'md' | 'lg'
}

/** The unit of everything an employee sees: a customer's words, large, and whose they are. */
export function QuoteCard({
  quote,
  marks = [],
  play,
  select,
  actions,
  children,
  size = 'md',
}: QuoteCardProps) {
  return (
    <article className={styles.card} data-size={size} data-selected={select?.selected || undefined}>
      <blockquote className={styles.words} lang={quote.language} dir="auto">
        <Words text={quote.words} marks={marks} />
      </blockquote>
      {children}
      <footer className={styles.foot}>
        {play && <PlayButton {...play} what={quote.speaker} />}
        <Voice quote={quote} />
        <div className={styles.tools}>
          {actions}
          <CopyLink quoteId={quote.id} />
          {select && <Tick {...select} who={quote.speaker} />}
        </div>
      </footer>
      {(quote.emotion || (quote.tags?.length ?? 0) > 0) && (
        <div className={styles.signs}>
          {quote.emotion && <EmotionMark emotion={quote.emotion} intensity={quote.intensity} />}
          {quote.tags?.map((tag) => (
            <TagChip key={tag.id} name={tag.name} colour={tag.colour} />
          ))}
        </div>
      )}
    </article>
  )
}

/** Whose words, said where and when. */
function Voice({ quote }: { quote: Quote }) {
  const format = useFormat()
  const t = useText(messages)
  return (
    <div className={styles.voice}>
      <Avatar name={quote.speaker} />
      <div className={styles.who}>
        <p className={styles.name}>
          {quote.speaker}
          {quote.role && <span className={styles.role}> · {quote.role}</span>}
        </p>
        <p className={styles.source}>
          <Link to="/quotes/$quoteId" params={{ quoteId: quote.id }}>
            {quote.interviewTitle || t('untitled')}
          </Link>
          {quote.heldOn && <span> · {format.date(quote.heldOn)}</span>}
          {typeof quote.atMs === 'number' && <span> · {format.clock(quote.atMs)}</span>}
        </p>
      </div>
    </div>
  )
}

function CopyLink({ quoteId }: { quoteId: string }) {
  const t = useText(messages)
  const copy = useCopyLink()
  return <IconButton icon="link" size="sm" label={t('copyLink')} onClick={() => copy(`/quotes/${quoteId}`)} />
}

function Tick({
  selected,
  onChange,
  who,
}: {
  selected: boolean
  onChange: (selected: boolean) => void
  who: string
}) {
  const t = useText(messages)
  return (
    <label className={styles.tick}>
      <input type="checkbox" checked={selected} onChange={(event) => onChange(event.target.checked)} />
      <span className="visually-hidden">{t('selectQuote', { who })}</span>
    </label>
  )
}
