/** The panel of one highlight: tags, feeling, note. All of it is saved as it is entered; closing loses nothing. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Button, IconButton } from '@/components/Button'
import { useCopyLink } from '@/components/useCopy'
import { useText } from '@/lib/i18n'
import type { Highlight, Tag } from './data'
import { FeelingInput } from './FeelingInput'
import styles from './HighlightPanel.module.css'
import { messages } from './messages'
import { TagInput } from './TagInput'
import type { Patch } from './useHighlights'

interface HighlightPanelProps {
  highlight: Highlight
  tags: readonly Tag[]
  recent: readonly string[]
  mayEdit: boolean
  /** Where it stands among the highlights of this very place. */
  among: { at: number; count: number; next: () => void }
  onChange: (patch: Patch) => void
  onDelete: () => void
  onPlay: (() => void) | null
  onClose: () => void
  /** Where to stand, px from the top of the transcript: beside the marked words, or below them. */
  place: { beside: number; below: number }
}

const PAUSE_MS = 600

export function HighlightPanel(props: HighlightPanelProps) {
  const { highlight, tags, mayEdit, onClose, place } = props
  const t = useText(messages)
  const panel = useRef<HTMLDivElement>(null)
  const first = useRef<HTMLInputElement>(null)

  useEffect(() => {
    const target = first.current ?? panel.current
    target?.focus({ preventScroll: true })
    panel.current?.scrollIntoView({ block: 'nearest' })
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    const done = event.key === 'Escape' || (event.key === 'Enter' && (event.metaKey || event.ctrlKey))
    if (!done) return
    event.preventDefault()
    event.stopPropagation()
    onClose()
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes it from anywhere inside
    <div
      ref={panel}
      role="dialog"
      aria-label={t('highlight.open', { what: highlight.quote })}
      className={styles.panel}
      style={{ '--beside': `${place.beside}px`, '--below': `${place.below}px` } as React.CSSProperties}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <Head {...props} />
      {highlight.status === 'needs_review' && <Review {...props} />}
      {mayEdit ? <Fields {...props} first={first} /> : <Shown highlight={highlight} tags={tags} />}
    </div>
  )
}

function Head({ highlight, among, mayEdit, onDelete, onPlay, onClose }: HighlightPanelProps) {
  const t = useText(messages)
  const copyLink = useCopyLink()
  const copy = () => {
    const link = new URL(`/interviews/${highlight.interview_id}`, location.href)
    link.searchParams.set('h', highlight.id)
    copyLink(link.href)
  }
  return (
    <header className={styles.head}>
      {among.count > 1 ? (
        <Button size="sm" tone="quiet" icon="chevron-end" aria-label={t('another')} onClick={among.next}>
          {t('ofMany', { at: among.at, count: among.count })}
        </Button>
      ) : (
        <h2 className={styles.title}>{t('highlight')}</h2>
      )}
      <span className={styles.tools}>
        {onPlay && <IconButton icon="play" size="sm" label={t('playMoment')} onClick={onPlay} />}
        <IconButton icon="link" size="sm" label={t('copyLink')} onClick={copy} />
        {mayEdit && <IconButton icon="trash" size="sm" label={t('delete')} onClick={onDelete} />}
        <IconButton icon="close" size="sm" label={t('close')} onClick={onClose} />
      </span>
    </header>
  )
}

function Review({ highlight, mayEdit, onChange }: HighlightPanelProps) {
  const t = useText(messages)
  return (
    <div className={styles.review}>
      <p>{t('review.text')}</p>
      <blockquote className={styles.lost}>{highlight.quote}</blockquote>
      {highlight.suggestion && (
        <>
          <p>{t('review.now')}</p>
          <blockquote className={styles.lost}>{highlight.suggestion}</blockquote>
        </>
      )}
      {mayEdit && highlight.suggestion && (
        <Button size="sm" onClick={() => onChange({ status: 'ok' })}>
          {t('review.right')}
        </Button>
      )}
    </div>
  )
}

function Fields({
  highlight,
  tags,
  recent,
  onChange,
  onClose,
  first,
}: HighlightPanelProps & { first: React.RefObject<HTMLInputElement | null> }) {
  const t = useText(messages)
  return (
    <div className={styles.fields}>
      <TagInput
        ref={first}
        tags={tags}
        chosen={highlight.tag_ids}
        recent={recent}
        onChange={(tag_ids) => onChange({ tag_ids })}
        onDone={onClose}
      />
      <FeelingInput
        name={highlight.start_turn_id ?? highlight.id}
        emotion={highlight.emotion ?? null}
        intensity={highlight.intensity ?? null}
        onChange={onChange}
      />
      <NoteInput note={highlight.note} onChange={(note) => onChange({ note })} />
      <p className={styles.saved}>{t('saved')}</p>
    </div>
  )
}

/** A note is sent when one pauses, and at the latest when one leaves it. */
function NoteInput({ note, onChange }: { note: string; onChange: (note: string) => void }) {
  const t = useText(messages)
  const [text, setText] = useState(note)
  const latest = useRef({ text, note, onChange })
  useEffect(() => {
    latest.current = { text, note, onChange }
  })
  useEffect(() => {
    if (text === note) return
    const timer = setTimeout(() => onChange(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, note, onChange])
  useEffect(
    () => () => {
      const { text: typed, note: known, onChange: send } = latest.current
      if (typed !== known) send(typed)
    },
    [],
  )
  return (
    <label className={styles.note}>
      <span className={styles.label}>{t('note.label')}</span>
      <textarea
        rows={2}
        value={text}
        placeholder={t('note.hint')}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => text !== note && onChange(text)}
      />
    </label>
  )
}

function Shown({ highlight, tags }: { highlight: Highlight; tags: readonly Tag[] }) {
  const t = useText(messages)
  const names = tags.filter((tag) => highlight.tag_ids.includes(tag.id)).map((tag) => tag.name)
  return (
    <div className={styles.fields}>
      <p>{names.join(', ') || t('untagged')}</p>
      {highlight.note && <p className={styles.lost}>{highlight.note}</p>}
    </div>
  )
}
