import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './Facts.module.css'
import type { Item } from './items'
import { messages } from './messages'

/** What was understood of a file, in numbers. */
export function Facts({ item: { preview, transcript, recording, stage, voices } }: { item: Item }) {
  const t = useText(messages)
  const format = useFormat()
  const none = t('fact.none')
  if (!transcript && recording)
    return (
      <dl className={styles.facts}>
        <Fact name={t('fact.format')} value={t('format.recording')} wide />
        <Fact name={t('fact.length')} value={format.bytes(recording.size)} />
      </dl>
    )
  if (!preview || stage === 'refused') return <span className={styles.facts} />
  const known = preview.format === 'webvtt' || preview.format === 'srt' || preview.format === 'text'
  return (
    <dl className={styles.facts}>
      <Fact
        name={t('fact.format')}
        value={known ? t(`format.${preview.format as 'webvtt' | 'srt' | 'text'}`) : preview.format}
      />
      <Fact name={t('fact.turns')} value={format.number(preview.turns_total)} />
      <Fact
        name={t('fact.speakers')}
        value={format.number(voices.filter(({ names }) => names[0] !== null).length)}
      />
      <Fact
        name={t('fact.length')}
        value={preview.length_ms === null ? none : format.clock(preview.length_ms)}
      />
      <Fact
        name={t('fact.encoding')}
        value={preview.encoding.toUpperCase()}
        tone={preview.encoding_certain ? undefined : 'warning'}
      />
      <Fact
        name={t('fact.warnings')}
        value={preview.warnings.length ? format.number(preview.warnings.length) : none}
        tone={preview.warnings.length ? 'warning' : undefined}
      />
    </dl>
  )
}

function Fact(props: { name: string; value: string; tone?: 'warning'; wide?: boolean }) {
  const { name, value, tone, wide } = props
  return (
    <div className={styles.fact} data-wide={wide || undefined}>
      <dt>{name}</dt>
      <dd data-tone={tone}>{value}</dd>
    </div>
  )
}
