import { useState } from 'react'
import { Button, IconButton } from '@/components/Button'
import { SegmentedControl } from '@/components/SegmentedControl'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import type { ReelItem } from './api'
import styles from './Items.module.css'
import { messages } from './messages'
import {
  type Edge,
  type Ends,
  byWord,
  coreOf,
  isHeard,
  trimTo,
  wholeOf,
  withEdge,
  wordsAround,
} from './trimming'
import { Waveform } from './Waveform'

const BIT_MS = 100
const EDGES = ['start', 'end'] as const

interface TrimProps {
  item: ReelItem
  onChange: (values: Partial<ReelItem>, kind: string) => void
}

/** Moves the ends of a clip: by pressing a word, on the waveform, or by buttons, word by word or in small steps. */
export function Trim({ item, onChange }: TrimProps) {
  const t = useText(messages)
  const [edge, setEdge] = useState<Edge>('start')
  const set = (ends: Ends) => onChange(trimTo(item, ends), 'trim')
  const ends = coreOf(item)
  const isTrimmed = item.trim_start_ms !== 0 || item.trim_end_ms !== 0
  const press = (word: { start_ms: number; end_ms: number }) => {
    set(withEdge(item, edge, edge === 'start' ? word.start_ms : word.end_ms))
    setEdge(edge === 'start' ? 'end' : 'start')
  }
  return (
    <>
      <div className={styles.trimHead}>
        <SegmentedControl
          label={t('edge')}
          value={edge}
          options={EDGES.map((value) => ({ value, label: t(value) }))}
          onChange={setEdge}
        />
        <p>{edge === 'start' ? t('trimHelp.start') : t('trimHelp.end')}</p>
        {isTrimmed && (
          <Button size="sm" tone="quiet" icon="undo" onClick={() => set(wholeOf(item))}>
            {t('whole')}
          </Button>
        )}
      </div>
      {/* Pressing a word is a shortcut for the pointer; the handles and buttons below do the same for everybody. */}
      <p className={styles.trimWords} lang={item.language} dir="auto" data-edge={edge}>
        {wordsAround(item).map((word) => (
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
          <span
            key={`${word.start_ms} ${word.text}`}
            data-heard={isHeard(word, ends) || undefined}
            onClick={() => press(word)}
          >
            {word.text}
          </span>
        ))}
      </p>
      <Waveform item={item} onSet={set} />
      <div className={styles.edges}>
        {EDGES.map((one) => (
          <Steps key={one} item={item} edge={one} onSet={set} />
        ))}
      </div>
    </>
  )
}

function Steps({ item, edge, onSet }: { item: ReelItem; edge: Edge; onSet: (ends: Ends) => void }) {
  const t = useText(messages)
  const format = useFormat()
  const core = coreOf(item)
  const at = edge === 'start' ? core.start_ms : core.end_ms
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
