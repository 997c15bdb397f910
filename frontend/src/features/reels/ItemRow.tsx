import { useSortable } from '@dnd-kit/sortable'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button, IconButton } from '@/components/Button'
import { EmotionMark } from '@/components/EmotionMark'
import { EMOTIONS, type EmotionName } from '@/components/emotions'
import { Icon } from '@/components/Icon'
import { Menu, type MenuEntry } from '@/components/Menu'
import { useUndo } from '@/components/useUndo'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import type { Reel, ReelItem } from './api'
import { CardForm } from './CardForm'
import { ClipForm } from './ClipForm'
import { changeItem, copyOf, moveItem, newCard, putItems, removeItems } from './draft'
import type { Editing } from './editing'
import styles from './Items.module.css'
import { messages } from './messages'
import { useSilence } from './ReelPlayer'

interface ItemRowProps {
  item: ReelItem
  index: number
  reel: Reel
  /** Null when the reel may only be played. */
  editing: Editing | null
  playing: boolean
  onPlay: (id: string) => void
}

/** One place in a reel. */
export function ItemRow({ item, index, reel, editing, playing, onPlay }: ItemRowProps) {
  const t = useText(messages)
  const [opened, setOpened] = useState(false)
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: item.id, disabled: !editing })
  const style = {
    transform: transform ? `translate3d(${transform.x}px, ${transform.y}px, 0)` : undefined,
    transition,
  }
  const what = useWhat()(item)
  const deed = item.kind === 'clip' && item.silence === null ? t('trim') : t('edit')
  const form = {
    item,
    onChange: (values: Partial<ReelItem>, kind: string) =>
      editing?.edit(changeItem(item.id, values), kind && `${kind} ${item.id}`),
    onDone: () => setOpened(false),
  }
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
        {item.kind === 'clip' ? <ClipWords item={item} /> : <CardWords item={item} />}
        {item.note && !opened && (
          <p className={styles.note} dir="auto">
            <Icon name="edit" size={15} />
            {item.note}
          </p>
        )}
        {opened && editing && item.kind !== 'clip' && <CardForm {...form} />}
        {opened && editing && item.kind === 'clip' && (
          <ClipForm {...form} reel={reel} onPlay={() => onPlay(item.id)} />
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
        {editing && item.readable && (
          <Button
            size="sm"
            tone="quiet"
            aria-expanded={opened}
            aria-label={`${deed}: ${what}`}
            onClick={() => setOpened(!opened)}
          >
            {deed}
          </Button>
        )}
        {editing && <Doings item={item} index={index} reel={reel} editing={editing} what={what} />}
      </div>
    </li>
  )
}

/** What an item is called where there is room for a word. */
function useWhat(): (item: ReelItem) => string {
  const t = useText(messages)
  return (item) => item.speaker_name || item.title || (item.kind === 'section' ? t('section') : t('card'))
}

interface DoingsProps {
  item: ReelItem
  index: number
  reel: Reel
  editing: Editing
  what: string
}

/** Everything that can be done with a place, also without dragging. */
function Doings({ item, index, reel, editing, what }: DoingsProps) {
  const t = useText(messages)
  const undoable = useUndo()
  const last = reel.items.length - 1
  const remove = () => {
    editing.edit(removeItems([item.id]))
    undoable({ text: t('removed'), undo: editing.undo })
  }
  const card = (kind: 'card' | 'section') => () =>
    editing.edit(putItems([newCard(kind, kind === 'section' ? t('newSection') : t('newCard'))], index))
  const entries: MenuEntry[] = [
    {
      label: t('moveUp'),
      icon: 'arrow-start',
      disabled: index === 0,
      onSelect: () => editing.edit(moveItem(index, index - 1)),
    },
    {
      label: t('moveDown'),
      icon: 'arrow-end',
      disabled: index === last,
      onSelect: () => editing.edit(moveItem(index, index + 1)),
    },
    { label: t('cardBefore'), icon: 'plus', divided: true, onSelect: card('card') },
    { label: t('sectionBefore'), icon: 'plus', onSelect: card('section') },
  ]
  if (item.readable)
    entries.push({
      label: t('copyItem'),
      icon: 'copy',
      onSelect: () => editing.edit(putItems([copyOf(item)], index + 1)),
    })
  entries.push({ label: t('remove'), icon: 'trash', danger: true, divided: true, onSelect: remove })
  return (
    <Menu target={<IconButton icon="more" size="sm" label={t('moreOf', { what })} />} entries={entries} />
  )
}

function CardWords({ item }: { item: ReelItem }) {
  const t = useText(messages)
  const format = useFormat()
  return (
    <>
      <p className={styles.cardTitle} dir="auto">
        {item.title || (item.kind === 'section' ? t('section') : t('card'))}
      </p>
      {item.text && (
        <p className={styles.cardText} dir="auto">
          {item.text}
        </p>
      )}
      <p className={styles.meta}>
        <span>{item.kind === 'section' ? t('section') : t('card')}</span>
        <span className={styles.length}>
          {t('length', { seconds: format.number(Math.round(item.length_ms / 100) / 10) })}
        </span>
      </p>
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
