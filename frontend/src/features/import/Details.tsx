import { DateField, FormStack, SelectField, SwitchField, TextArea, TextField } from '@/components/fields'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './Details.module.css'
import { FirstTurns } from './FirstTurns'
import { type Details as Values, type Item, KINDS, type Kind } from './items'
import { messages } from './messages'
import { RecordingPart } from './RecordingPart'
import { Speakers } from './Speakers'
import type { Import } from './useImport'
import { Warnings } from './Warnings'

const LANGUAGES =
  'en de fr es it pt nl da sv nb fi pl cs sk hu ro bg hr el tr ru uk ar he fa hi ja ko zh vi th id'.split(' ')

interface PartProps {
  item: Item
  importing: Import
}

/** Everything that can be looked at and corrected before an interview is saved. */
export function Details({ item, importing }: PartProps) {
  const { preview } = item
  return (
    <div className={styles.parts}>
      {preview && <Warnings warnings={preview.warnings} />}
      <About item={item} importing={importing} />
      <div className={styles.columns}>
        <div className={styles.column}>
          {preview && <FirstTurns preview={preview} voices={item.voices} />}
        </div>
        <div className={styles.column}>
          {preview && <Speakers item={item} importing={importing} />}
          <RecordingPart item={item} importing={importing} />
        </div>
      </div>
    </div>
  )
}

function About({ item, importing }: PartProps) {
  const t = useText(messages)
  const { details } = item
  const set = (values: Partial<Values>) => importing.edit(item.id, { details: { ...details, ...values } })
  return (
    <section>
      <h2 className={styles.heading}>{t('about')}</h2>
      <FormStack>
        <div className={styles.fields}>
          <TextField
            className={styles.title}
            label={t('name')}
            value={details.title}
            maxLength={300}
            required
            withAsterisk={false}
            error={details.title.trim() ? undefined : t('lacking.title')}
            onChange={(event) => set({ title: event.currentTarget.value })}
          />
          <SelectField
            label={t('kind')}
            data={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
            value={details.kind}
            allowDeselect={false}
            onChange={(kind) => set({ kind: kind as Kind })}
          />
          <LanguageField value={details.language} onChange={(language) => set({ language })} />
          <DateField
            label={t('heldOn')}
            value={details.heldOn}
            onChange={(event) => set({ heldOn: event.currentTarget.value })}
          />
        </div>
        <TextArea
          label={t('summary')}
          description={item.preview?.preamble ? t('summaryHint') : undefined}
          value={details.summary}
          autosize
          minRows={2}
          maxRows={8}
          onChange={(event) => set({ summary: event.currentTarget.value })}
        />
        <Reading item={item} importing={importing} />
      </FormStack>
    </section>
  )
}

function LanguageField({ value, onChange }: { value: string; onChange: (tag: string) => void }) {
  const t = useText(messages)
  const format = useFormat()
  const tags = LANGUAGES.includes(value) ? LANGUAGES : [value, ...LANGUAGES]
  return (
    <SelectField
      label={t('language')}
      data={tags.map((tag) => ({ value: tag, label: format.language(tag) }))}
      value={value}
      searchable
      allowDeselect={false}
      onChange={(tag) => onChange(tag ?? value)}
    />
  )
}

/** How the file is read: its encoding, and whether small captions are joined. */
function Reading({ item, importing }: PartProps) {
  const t = useText(messages)
  const { preview } = item
  if (!preview) return <p className={styles.hint}>{t('recordingOnly')}</p>
  const { max_gap_ms, enough_chars } = preview.join_rule
  return (
    <>
      {preview.can_join && (
        <SwitchField
          label={t('join')}
          description={`${t('joinRule', { seconds: max_gap_ms / 1000, enough: enough_chars })} ${t('joinedFrom', { count: preview.segments })}.`}
          checked={item.join}
          onChange={(event) => importing.reread(item.id, { join: event.currentTarget.checked })}
        />
      )}
      {(!preview.encoding_certain || item.encoding !== '') && (
        <SelectField
          label={t('encoding')}
          description={t('encodingHint')}
          data={preview.encodings.map((name) => ({ value: name, label: name.toUpperCase() }))}
          value={item.encoding || preview.encoding}
          searchable
          allowDeselect={false}
          onChange={(encoding) => importing.reread(item.id, { encoding: encoding ?? '' })}
        />
      )}
    </>
  )
}
