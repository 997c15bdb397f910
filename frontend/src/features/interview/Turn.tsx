/** One turn: who speaks, the words with their marks, and beside them what was marked. Drawn again only when it changed. */
import { memo } from 'react'
import { EmotionMark } from '@/components/EmotionMark'
import { TagDot } from '@/components/TagChip'
import { clock } from '@/lib/format'
import { useText } from '@/lib/i18n'
import type { Highlight, Tag, Turn as TurnData } from './data'
import { messages } from './messages'
import { type TurnMarks, UNTAGGED } from './model'
import { type Mark, segmentsOf } from './segments'
import styles from './Turn.module.css'
import type { Voice } from './voices'

interface TurnProps {
  turn: TurnData
  voice: Voice
  /** The first of several turns of one voice says whose it is. */
  named: boolean
  own: TurnMarks
  tags: ReadonlyMap<string, Tag>
  hidden: boolean
  /** The turn the keyboard is on. */
  current: boolean
}

export const Turn = memo(function Turn({ turn, voice, named, own, tags, hidden, current }: TurnProps) {
  return (
    <div
      id={`turn-${turn.id}`}
      className={styles.turn}
      data-turn={turn.id}
      data-role={voice.role}
      data-named={named || undefined}
      // One stop for the whole transcript; J and K move it from turn to turn.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={current ? 0 : -1}
      hidden={hidden}
    >
      <div className={styles.who} data-hue={voice.hue}>
        {named && <span className={styles.name}>{voice.name}</span>}
        {turn.start_ms !== null && turn.start_ms !== undefined && (
          <button type="button" className={styles.time} tabIndex={-1} data-seek={turn.start_ms}>
            {clock(turn.start_ms)}
          </button>
        )}
      </div>
      <p className={styles.text} data-text="" dir="auto">
        <Marked text={turn.text} marks={own.marks} />
      </p>
      {own.begins.length > 0 && (
        <div className={styles.margin}>
          {own.begins.map((highlight) => (
            <MarginNote key={highlight.id} highlight={highlight} tags={tags} />
          ))}
        </div>
      )}
    </div>
  )
})

function Marked({ text, marks }: { text: string; marks: readonly Mark[] }) {
  if (marks.length === 0) return text
  return segmentsOf(text.length, marks).map((segment) => {
    const piece = text.slice(segment.start, segment.end)
    if (segment.marks.length === 0) return piece
    return (
      <mark
        key={segment.start}
        className={styles.mark}
        data-h={segment.marks.map((mark) => mark.id).join(' ')}
        style={paintOf(segment.marks)}
      >
        {piece}
      </mark>
    )
  })
}

const colour = (name: string) => (name === UNTAGGED ? 'var(--mark-strong)' : `var(--tag-${name})`)

/** A tint from all marks together, and one line below the text for each. */
function paintOf(marks: readonly Mark[]) {
  const deepest = Math.max(...marks.map((mark) => mark.layer))
  const lines = marks.map((mark) => {
    const paint = colour(mark.colour)
    return `linear-gradient(${paint}, ${paint}) 0 calc(100% - ${(deepest - mark.layer) * 4}px) / 100% 2px no-repeat`
  })
  const tints = marks.map((mark) => {
    const tint = `color-mix(in oklab, ${colour(mark.colour)} var(--tint), transparent)`
    return `linear-gradient(${tint}, ${tint})`
  })
  return { background: [...lines, ...tints].join(', '), paddingBlockEnd: `${2 + deepest * 4}px` }
}

function MarginNote({ highlight, tags }: { highlight: Highlight; tags: ReadonlyMap<string, Tag> }) {
  const t = useText(messages)
  const own = highlight.tag_ids.flatMap((id) => tags.get(id) ?? [])
  const paint = colour(own[0]?.colour ?? UNTAGGED)
  return (
    <button
      type="button"
      className={styles.note}
      data-open={highlight.id}
      data-review={highlight.status === 'needs_review' || undefined}
      style={{ '--own': paint } as React.CSSProperties}
    >
      <span className="visually-hidden">{t('highlight')}: </span>
      <span className={styles.signs}>
        {own.map((tag) => (
          <span key={tag.id} className={styles.tag}>
            <TagDot colour={tag.colour} />
            {tag.name}
            <span className="visually-hidden">, </span>
          </span>
        ))}
        {own.length === 0 && <span className={styles.untagged}>{t('untagged')}</span>}
        {highlight.emotion && (
          <EmotionMark emotion={highlight.emotion} intensity={highlight.intensity} compact />
        )}
        {highlight.status === 'needs_review' && <span className={styles.review}>{t('needsReview')}</span>}
      </span>
      {highlight.note && <span className={styles.remark}>{highlight.note}</span>}
    </button>
  )
}
