import { useState } from 'react'
import { Button, IconButton } from '@/components/Button'
import { SegmentedControl } from '@/components/SegmentedControl'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import type { Editing, ReelItem } from './api'
import styles from './Items.module.css'
import { messages } from './messages'
import { type Edge, type Ends, byWord, isHeard, trimTo, wholeOf, withEdge, wordsAround } from './trimming'

const BIT_MS = 200
const EDGES = ['start', 'end'] as const

interface TrimProps {
  item: ReelItem
  editing: Editing
  onPlay: () => void
  onDone: () => void
}

/** Moves the ends of a clip: by pressing a word, or by buttons, word by word or in small steps. */
export function Trim({ item, editing, onPlay, onDone }: TrimProps) {
  const t = useText(messages)
  const [edge, setEdge] = useState<Edge>('start')
  const set = (ends: Ends) => {
    const { trims, guess } = trimTo(item, ends)
    void editing.change(item.id, trims, guess).catch(() => undefined)
  }
  const ends = { start_ms: item.start_ms ?? 0, end_ms: item.end_ms ?? 0 }
  const isTrimmed = item.trim_start_ms !== 0 || item.trim_end_ms !== 0
  return (
    <div className={styles.trim}>
      <div className={styles.trimHead}>
        <SegmentedControl
          label={t('edge')}
          value={edge}
          options={EDGES.map((value) => ({ value, label: t(value) }))}
          onChange={setEdge}
        />
        <p>{t('trimHelp')}</p>
      </div>
      {/* Pressing a word is a shortcut for the pointer; the buttons below do the same for everybody. */}
      <p className={styles.trimWords} lang={item.language} dir="auto">
        {wordsAround(item).map((word) => (
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
          <span
            key={`${word.start_ms} ${word.text}`}
            data-heard={isHeard(word, ends) || undefined}
            onClick={() => set(withEdge(item, edge, edge === 'start' ? word.start_ms : word.end_ms))}
          >
            {word.text}
          </span>
        ))}
      </p>
      <div className={styles.edges}>
        {EDGES.map((one) => (
          <Steps key={one} item={item} edge={one} onSet={set} />
        ))}
      </div>
      <div className={styles.trimFoot}>
        {isTrimmed && (
          <Button size="sm" tone="quiet" icon="undo" onClick={() => set(wholeOf(item))}>
            {t('whole')}
          </Button>
        )}
        <span className={styles.space} />
        <Button size="sm" icon="play" onClick={onPlay}>
          {t('length', { seconds: Math.round(item.length_ms / 100) / 10 })}
        </Button>
        <Button size="sm" tone="primary" onClick={onDone}>
          {t('done')}
        </Button>
      </div>
    </div>
  )
}

function Steps({ item, edge, onSet }: { item: ReelItem; edge: Edge; onSet: (ends: Ends) => void }) {
  const t = useText(messages)
  const format = useFormat()
  const at = (edge === 'start' ? item.start_ms : item.end_ms) ?? 0
  const tenth = Math.floor((at % 1000) / 100)
  return (
    <fieldset className={styles.edge}>
      <legend>{t(edge)}</legend>
      <IconButton
        icon="arrow-start"
        size="sm"
        tone="secondary"
        label={t('wordEarlier')}
        onClick={() => onSet(byWord(item, edge, -1))}
      />
      <Button
        size="sm"
        aria-label={t('bitEarlier')}
        title={t('bitEarlier')}
        onClick={() => onSet(withEdge(item, edge, at - BIT_MS))}
      >
        −
      </Button>
      <output className={styles.at}>{`${format.clock(at)}.${tenth}`}</output>
      <Button
        size="sm"
        aria-label={t('bitLater')}
        title={t('bitLater')}
        onClick={() => onSet(withEdge(item, edge, at + BIT_MS))}
      >
        +
      </Button>
      <IconButton
        icon="arrow-end"
        size="sm"
        tone="secondary"
        label={t('wordLater')}
        onClick={() => onSet(byWord(item, edge, 1))}
      />
    </fieldset>
  )
}
