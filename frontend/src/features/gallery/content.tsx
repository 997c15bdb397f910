import { type CSSProperties, useState } from 'react'
import { Button, IconButton, LinkButton } from '@/components/Button'
import { Chip, Label } from '@/components/Chip'
import { ConsentBadge } from '@/components/ConsentBadge'
import { EmotionMark } from '@/components/EmotionMark'
import { EMOTIONS, type EmotionName } from '@/components/emotions'
import { KeyHint } from '@/components/KeyHint'
import { QuoteCard } from '@/components/QuoteCard'
import { QuoteSkeleton } from '@/components/Skeletons'
import { TAG_COLOURS, TagChip } from '@/components/TagChip'
import { Wordmark } from '@/components/Wordmark'
import { useText } from '@/lib/i18n'
import styles from './GalleryPage.module.css'
import { messages } from './messages'
import { QUOTES } from './samples'

const SWATCHES = [
  'paper',
  'surface',
  'sunken',
  'ink',
  'ink-soft',
  'ink-faint',
  'accent',
  'mark',
  'danger',
  'warning',
]

export function Typography() {
  const t = useText(messages)
  return (
    <div className={styles.stack}>
      <div className={styles.row}>
        <Wordmark size="lg" />
      </div>
      <p className={styles.voice}>
        {t('voice')}: <mark>{QUOTES[2].words}</mark>
      </p>
      <p>{t('interface')}: 0123456789 ÄÖÜ äöü ß éèê łńő</p>
      <div className={styles.row}>
        {SWATCHES.map((name) => (
          <span
            key={name}
            className={styles.swatch}
            style={{ '--swatch': `var(--${name})` } as CSSProperties}
          >
            {name}
          </span>
        ))}
      </div>
    </div>
  )
}

export function Quotes() {
  const [playing, setPlaying] = useState(false)
  const [selected, setSelected] = useState(true)
  const [long, german, plain] = QUOTES
  const play = { playing, progress: 0.4, onToggle: () => setPlaying(!playing) }
  return (
    <div className={styles.stack}>
      <QuoteCard quote={long} play={play} marks={[[10, 16]]} size="lg" />
      <QuoteCard
        quote={german}
        play={{ ...play, playing: true }}
        select={{ selected, onChange: setSelected }}
      />
      <QuoteCard quote={plain} select={{ selected: false, onChange: setSelected }} />
      <QuoteSkeleton count={1} />
    </div>
  )
}

export function Emotions() {
  const names = Object.keys(EMOTIONS) as EmotionName[]
  return (
    <>
      <div className={styles.row}>
        {names.map((emotion, index) => (
          <EmotionMark key={emotion} emotion={emotion} intensity={(index % 5) + 1} />
        ))}
      </div>
      <div className={styles.row}>
        <EmotionMark emotion="disappointed" />
        {[1, 2, 3, 4, 5].map((intensity) => (
          <EmotionMark key={intensity} emotion="angry" intensity={intensity} compact />
        ))}
      </div>
    </>
  )
}

export function Chips() {
  const t = useText(messages)
  const nothing = () => undefined
  return (
    <>
      <div className={styles.row}>
        {TAG_COLOURS.map((colour) => (
          <TagChip key={colour} name={colour} colour={colour} />
        ))}
      </div>
      <div className={styles.row}>
        <TagChip name={t('choose')} parent={t('menu')} colour="teal" onClick={nothing} />
        <TagChip name={t('choose')} colour="teal" onClick={nothing} pressed />
        <TagChip name={t('choose')} colour="rust" onRemove={nothing} />
        <Chip label={t('choose')} onRemove={nothing} />
        <Chip label={t('choose')} />
        <Label>{t('notes')}</Label>
        <KeyHint keys="g h" />
      </div>
    </>
  )
}

export function Consents() {
  return (
    <div className={styles.row}>
      <ConsentBadge status="granted" scope="team" />
      <ConsentBadge status="granted" scope="company" />
      <ConsentBadge status="granted" scope="public" />
      <ConsentBadge status="pending" />
      <ConsentBadge status="expired" />
      <ConsentBadge status="withdrawn" />
    </div>
  )
}

export function Buttons() {
  const t = useText(messages)
  return (
    <>
      {(['primary', 'secondary', 'quiet', 'danger'] as const).map((tone) => (
        <div key={tone} className={styles.row}>
          <Button tone={tone} size="lg" icon="upload">
            {t('sampleAction')}
          </Button>
          <Button tone={tone} icon="upload">
            {t('sampleAction')}
          </Button>
          <Button tone={tone} size="sm">
            {t('sampleAction')}
          </Button>
          <Button tone={tone} disabled>
            {t('disabled')}
          </Button>
          <Button tone={tone} busy>
            {t('busy')}
          </Button>
        </div>
      ))}
      <div className={styles.row}>
        <LinkButton to="/" icon="home">
          {t('sampleAction')}
        </LinkButton>
        <IconButton icon="edit" label={t('choose')} />
        <IconButton icon="share" label={t('choose')} tone="secondary" />
        <IconButton icon="trash" label={t('choose')} tone="danger" />
        <IconButton icon="more" label={t('menu')} size="sm" />
      </div>
    </>
  )
}
