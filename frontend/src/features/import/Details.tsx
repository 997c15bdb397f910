import { INTERVIEW_KINDS, kindMessages } from '@/components/interviewKinds'
import { DateField, FormStack, SelectField, TextArea, TextField } from '@/components/fields'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './Details.module.css'
import { FirstTurns } from './FirstTurns'
import { type Details as Values, type Item, type Kind, isSurvey } from './items'
import { messages } from './messages'
import { Reading } from './Reading'
import { RecordingPart } from './RecordingPart'
import { Speakers } from './Speakers'
import { ColumnMapper, SurveyPart, surveyDefaults } from './tables'
import type { Actions } from './useImport'
import type { Participant } from './voices'
import { Warnings } from './Warnings'

const LANGUAGES =
  'en de fr es it pt nl da sv nb fi pl cs sk hu ro bg hr el tr ru uk ar he fa hi ja ko zh vi th id'.split(' ')

interface PartProps {
  item: Item
  actions: Actions
}

interface DetailsProps extends PartProps {
  people: Participant[]
  /** The recordings of the list that no transcript has. */
  lone: readonly Item[]
}

/** Everything that can be looked at and corrected before an interview is saved. */
export function Details({ item, actions, people, lone }: DetailsProps) {
  const { preview } = item
  return (
    <div className={styles.parts}>
      {preview && <Warnings warnings={preview.warnings} />}
      {preview?.table && (
        <ColumnMapper table={preview.table} onChange={(plan) => actions.reread(item.id, { plan })} />
      )}
      <About item={item} actions={actions} />
      <div className={styles.columns}>
        <div className={styles.column}>
          {preview && <FirstTurns preview={preview} voices={item.voices} />}
        </div>
        <div className={styles.column}>
          {preview?.table && isSurvey(item) ? (
            <SurveyPart
              table={preview.table}
              choices={item.survey ?? surveyDefaults()}
              onChange={(survey) => actions.edit(item.id, { survey })}
            />
          ) : (
            <>
              {preview && <Speakers item={item} actions={actions} people={people} />}
              <RecordingPart item={item} actions={actions} lone={lone} />
            </>
          )}
        </div>
      </div>
    </div>
  )
}

function About({ item, actions }: PartProps) {
  const t = useText(messages)
  const kindName = useText(kindMessages)
  const { details } = item
  const set = (values: Partial<Values>) => actions.edit(item.id, { details: { ...details, ...values } })
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
            data={INTERVIEW_KINDS.map((kind) => ({ value: kind, label: kindName(kind) }))}
            value={details.kind}
            disabled={isSurvey(item)}
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
        <Reading item={item} actions={actions} />
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
