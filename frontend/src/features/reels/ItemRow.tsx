import { useSortable } from '@dnd-kit/sortable'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button, IconButton } from '@/components/Button'
import { EmotionMark } from '@/components/EmotionMark'
import { EMOTIONS, type EmotionName } from '@/components/emotions'
import { Icon } from '@/components/Icon'
import { useUndo } from '@/components/useUndo'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import type { Editing, ReelItem } from './api'
import { CardForm } from './CardForm'
import styles from './Items.module.css'
import { messages } from './messages'
import { useSilence } from './ReelPlayer'
import { Trim } from './Trim'

interface ItemRowProps {
  item: ReelItem
  index: number
  /** Null when the reel may only be played. */
  editing: Editing | null
  playing: boolean
  onPlay: (id: string) => void
}

/** One place in a reel. */
export function ItemRow({ item, index, editing, playing, onPlay }: ItemRowProps) {
  const t = useText(messages)
  const [opened, setOpened] = useState(false)
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: item.id, disabled: !editing })
  const style = {
    transform: transform ? `translate3d(${transform.x}px, ${transform.y}px, 0)` : undefined,
    transition,
  }
  const what = item.speaker_name || item.title || t('card')
  return (
    <li
      ref={setNodeRef}
      style={style}
      className={styles.item}
      data-kind={item.kind}
      data-dragging={isDragging || undefined}
      data-playing={playing || undefined}
      data-silent={!item.readable || undefined}
    >
      {editing && (
        <button
          type="button"
          ref={setActivatorNodeRef}
          className={styles.grip}
          {...attributes}
          {...listeners}
          aria-label={t('move', { what })}
        >
          <Icon name="grip" size={18} />
        </button>
      )}
      <span className={styles.number} aria-hidden="true">
        {index + 1}
      </span>
      <div className={styles.content}>
        {item.kind !== 'clip' ? <CardWords item={item} /> : <ClipWords item={item} />}
        {opened && editing && item.kind !== 'clip' && (
          <CardForm item={item} editing={editing} onDone={() => setOpened(false)} />
        )}
        {opened && editing && item.kind === 'clip' && (
          <Trim
            item={item}
            editing={editing}
            onPlay={() => onPlay(item.id)}
            onDone={() => setOpened(false)}
          />
        )}
      </div>
      <div className={styles.tools}>
        {item.readable && (
          <IconButton
            icon="play"
            size="sm"
            label={t('playFrom', { who: what })}
            onClick={() => onPlay(item.id)}
          />
        )}
        {editing && (
          <Doings
            item={item}
            index={index}
            editing={editing}
            opened={opened}
            onToggle={() => setOpened(!opened)}
          />
        )}
      </div>
    </li>
  )
}

function Doings({
  item,
  index,
  editing,
  opened,
  onToggle,
}: {
  item: ReelItem
  index: number
  editing: Editing
  opened: boolean
  onToggle: () => void
}) {
  const t = useText(messages)
  const undoable = useUndo()
  const mayTrim = item.kind === 'clip' && item.silence === null
  const remove = () =>
    void editing
      .remove(item.id)
      .then(() => {
        const again = asInput(item)
        if (again) undoable({ text: t('removed'), undo: () => editing.put([again], index) })
      })
      .catch(() => undefined)
  return (
    <>
      {(mayTrim || item.kind !== 'clip') && (
        <Button size="sm" tone="quiet" aria-expanded={opened} onClick={onToggle}>
          {mayTrim ? t('trim') : t('edit')}
        </Button>
      )}
      <IconButton icon="trash" size="sm" label={t('remove')} onClick={remove} />
    </>
  )
}

/** What brings an item back that was taken out; nothing for one whose words we may not even know. */
function asInput(item: ReelItem) {
  const { fade_in_ms, fade_out_ms, note, title, text } = item
  const both = { fade_in_ms, fade_out_ms, note }
  if (item.kind !== 'clip') return { kind: item.kind, title, text, duration_ms: item.length_ms, ...both }
  if (!item.highlight_id) return null
  const { trim_start_ms, trim_end_ms, pad_before_ms, pad_after_ms, captions, lower_third } = item
  const air = { pad_before_ms, pad_after_ms }
  const trims = { trim_start_ms, trim_end_ms }
  return {
    kind: item.kind,
    quote_id: item.highlight_id,
    ...trims,
    ...air,
    captions,
    lower_third,
    ...both,
  }
}

function CardWords({ item }: { item: ReelItem }) {
  const t = useText(messages)
  return (
    <>
      <p className={styles.cardTitle} dir="auto">
        {item.title || t('card')}
      </p>
      {item.text && (
        <p className={styles.cardText} dir="auto">
          {item.text}
        </p>
      )}
    </>
  )
}

function ClipWords({ item }: { item: ReelItem }) {
  const t = useText(messages)
  const format = useFormat()
  const silence = useSilence()
  if (!item.readable)
    return (
      <p className={styles.silent}>
        <Icon name="lock" size={18} />
        {silence(item)}
      </p>
    )
  return (
    <>
      <blockquote className={styles.words} lang={item.language} dir="auto">
        {item.text}
      </blockquote>
      <p className={styles.meta}>
        <b>{item.speaker_name}</b>
        {item.participant_role && <span>{item.participant_role}</span>}
        {item.interview_id && (
          <Link to="/interviews/$interviewId" params={{ interviewId: item.interview_id }} title={t('open')}>
            {item.interview_title}
          </Link>
        )}
        <span className={styles.length}>
          {t('length', { seconds: format.number(Math.round(item.length_ms / 100) / 10) })}
        </span>
        {item.emotion && item.emotion in EMOTIONS && (
          <EmotionMark emotion={item.emotion as EmotionName} intensity={item.intensity} />
        )}
      </p>
      {item.silence && <p className={styles.why}>{silence(item)}</p>}
    </>
  )
}
