import { useId } from 'react'
import type { Schema } from '@/api/client'
import { Button } from '@/components/Button'
import { SelectField } from '@/components/fields'
import { useText } from '@/lib/i18n'
import styles from './EncodingChooser.module.css'
import { groupOf } from './groups'
import { messages } from './messages'

interface EncodingChooserProps {
  preview: Pick<Schema<'PreviewOut'>, 'encoding' | 'encodings' | 'encoding_certain' | 'readings'>
  /** '' where nobody chose one. */
  chosen: string
  onChange: (encoding: string) => void
}

/** Shows how the letters read in the likeliest encodings, where the file does not say its own. */
export function EncodingChooser({ preview, chosen, onChange }: EncodingChooserProps) {
  const t = useText(messages)
  const name = useId()
  if (preview.readings.length === 0 || (preview.encoding_certain && chosen === '')) return null
  const current = chosen || preview.encoding
  const nameOf = (encoding: string) => `${t(`group.${groupOf(encoding)}`)} (${encoding.toUpperCase()})`
  return (
    <fieldset className={styles.chooser}>
      <legend className={styles.title}>{t('title')}</legend>
      <p className={styles.text}>{t('text')}</p>
      <div className={styles.readings}>
        {preview.readings.map(({ encoding, sample }) => (
          <label key={encoding} className={styles.reading}>
            <input
              type="radio"
              name={name}
              checked={encoding === current}
              onChange={() => onChange(encoding)}
            />
            <span className={styles.words}>
              <span className={styles.name}>
                {nameOf(encoding)}
                {encoding === preview.encoding && chosen === '' && <em>{t('detected')}</em>}
              </span>
              <span className={styles.sample} dir="auto">
                {sample}
              </span>
            </span>
          </label>
        ))}
      </div>
      <div className={styles.other}>
        <SelectField
          label={t('other')}
          data={preview.encodings.map((encoding) => ({ value: encoding, label: nameOf(encoding) }))}
          value={current}
          searchable
          allowDeselect={false}
          onChange={(encoding) => onChange(encoding ?? '')}
        />
        {chosen !== '' && (
          <Button size="sm" tone="quiet" onClick={() => onChange('')}>
            {t('detect')}
          </Button>
        )}
      </div>
    </fieldset>
  )
}
