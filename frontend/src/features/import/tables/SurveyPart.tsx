import { FormStack, SelectField, TextField } from '@/components/fields'
import { useText } from '@/lib/i18n'
import mapper from './ColumnMapper.module.css'
import { messages } from './messages'
import type { SurveyChoices, Table } from './plan'

const CONSENTS: SurveyChoices['consent'][] = ['pending', 'team', 'company', 'public']

interface SurveyPartProps {
  table: Table
  choices: SurveyChoices
  onChange: (choices: SurveyChoices) => void
}

/** Whom a survey brings, by which names, and what they allowed. */
export function SurveyPart({ table, choices, onChange }: SurveyPartProps) {
  const t = useText(messages)
  const named = table.columns.some(({ role }) => role === 'participant')
  const set = (values: Partial<SurveyChoices>) => onChange({ ...choices, ...values })
  return (
    <section className={mapper.mapper}>
      <h2 className={mapper.heading}>{t('survey')}</h2>
      <p>{t('respondents', { count: table.respondents })}</p>
      <FormStack>
        {!named && (
          <TextField
            label={t('respondent')}
            description={t('named', { name: choices.respondent })}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={choices.respondent}
            maxLength={100}
            onChange={(event) => set({ respondent: event.currentTarget.value })}
          />
        )}
        <TextField
          label={t('asker')}
          value={choices.asker}
          maxLength={120}
          onChange={(event) => set({ asker: event.currentTarget.value })}
        />
        <SelectField
          label={t('consent')}
          description={t('known')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={CONSENTS.map((consent) => ({ value: consent, label: t(`consent.${consent}`) }))}
          value={choices.consent}
          allowDeselect={false}
          onChange={(consent) => set({ consent: consent as SurveyChoices['consent'] })}
        />
      </FormStack>
    </section>
  )
}
