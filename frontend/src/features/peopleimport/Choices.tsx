import { SelectField, SwitchField } from '@/components/fields'
import { useText } from '@/lib/i18n'
import styles from './PeopleImportPage.module.css'
import { messages } from './messages'
import type { ConsentChoice } from './plan'

const CONSENTS: ConsentChoice[] = ['pending', 'team', 'company', 'public']

interface ChoicesProps {
  consent: ConsentChoice
  skip: boolean
  fresh: number
  refused: number
  onConsent: (consent: ConsentChoice) => void
  onSkip: (skip: boolean) => void
}

export function Choices({ consent, skip, fresh, refused, onConsent, onSkip }: ChoicesProps) {
  const t = useText(messages)
  return (
    <>
      {fresh > 0 && (
        <div className={styles.project}>
          <SelectField
            label={t('consent')}
            description={t('consentHint')}
            data={CONSENTS.map((value) => ({ value, label: t(`consent.${value}`) }))}
            value={consent}
            allowDeselect={false}
            onChange={(value) => onConsent(value ?? 'pending')}
          />
        </div>
      )}
      {refused > 0 && (
        <SwitchField
          label={t('skip', { count: refused })}
          checked={skip}
          onChange={(event) => onSkip(event.currentTarget.checked)}
        />
      )}
    </>
  )
}
