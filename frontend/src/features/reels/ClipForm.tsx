import { Button } from '@/components/Button'
import { SwitchField, TextArea } from '@/components/fields'
import { useText } from '@/lib/i18n'
import type { Reel, ReelItem } from './api'
import styles from './Items.module.css'
import { messages } from './messages'
import { Seconds } from './Seconds'
import { Trim } from './Trim'
import { airOf } from './trimming'

const MOST_AIR_MS = 3000
const MOST_FADE_MS = 5000

interface ClipFormProps {
  item: ReelItem
  reel: Reel
  onChange: (values: Partial<ReelItem>, kind: string) => void
  onPlay: () => void
  onDone: () => void
}

/** Everything that can be set at a clip. Its words are the transcript's, and are corrected there. */
export function ClipForm({ item, reel, onChange, onPlay, onDone }: ClipFormProps) {
  const t = useText(messages)
  const plays = item.silence === null
  return (
    <div className={styles.trim}>
      {plays && <Trim item={item} onChange={onChange} />}
      {plays && (
        <div className={styles.settings}>
          <Seconds
            label={t('airBefore')}
            value={item.pad_before_ms}
            most={MOST_AIR_MS}
            onChange={(ms) => onChange(airOf(item, ms, item.pad_after_ms), 'air before')}
          />
          <Seconds
            label={t('airAfter')}
            value={item.pad_after_ms}
            most={MOST_AIR_MS}
            onChange={(ms) => onChange(airOf(item, item.pad_before_ms, ms), 'air after')}
          />
          <Fades item={item} onChange={onChange} />
        </div>
      )}
      {plays && (
        <div className={styles.switches}>
          <SwitchField
            label={t('captions')}
            checked={item.captions}
            disabled={!reel.captions}
            onChange={(event) => onChange({ captions: event.currentTarget.checked }, '')}
          />
          <SwitchField
            label={t('lowerThird')}
            checked={item.lower_third}
            disabled={!reel.lower_thirds}
            onChange={(event) => onChange({ lower_third: event.currentTarget.checked }, '')}
          />
        </div>
      )}
      <Note item={item} onChange={onChange} />
      <p className={styles.honest}>{t('wordsAreTheirs')}</p>
      <div className={styles.trimFoot}>
        <span className={styles.space} />
        <Button size="sm" icon="play" onClick={onPlay}>
          {t('playIt')}
        </Button>
        <Button size="sm" tone="primary" onClick={onDone}>
          {t('done')}
        </Button>
      </div>
    </div>
  )
}

type Changing = Pick<ClipFormProps, 'item' | 'onChange'>

/** How an item comes and goes. */
export function Fades({ item, onChange }: Changing) {
  const t = useText(messages)
  return (
    <>
      <Seconds
        label={t('fadeIn')}
        value={item.fade_in_ms}
        most={MOST_FADE_MS}
        onChange={(ms) => onChange({ fade_in_ms: ms }, 'fade in')}
      />
      <Seconds
        label={t('fadeOut')}
        value={item.fade_out_ms}
        most={MOST_FADE_MS}
        onChange={(ms) => onChange({ fade_out_ms: ms }, 'fade out')}
      />
    </>
  )
}

export function Note({ item, onChange }: Changing) {
  const t = useText(messages)
  return (
    <TextArea
      label={t('note')}
      description={t('noteHelp')}
      value={item.note}
      autosize
      minRows={1}
      maxLength={2000}
      onChange={(event) => onChange({ note: event.currentTarget.value }, 'note')}
    />
  )
}
