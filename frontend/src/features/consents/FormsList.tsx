import { Link as PageLink } from '@tanstack/react-router'
import { LinkButton } from '@/components/Button'
import { Label } from '@/components/Chip'
import { Loaded } from '@/components/Loaded'
import { Dotted, Row, Rows } from '@/components/Rows'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { NoForms } from './AskPanel'
import styles from './Consents.module.css'
import { type Form, useForms } from './api'
import { messages } from './messages'

/** The forms that people are asked with. */
export function FormsList() {
  const t = useText(messages)
  const forms = useForms()
  return (
    <Loaded query={forms}>
      {(all) =>
        all.length === 0 ? (
          <NoForms />
        ) : (
          <>
            <div className={styles.above}>
              <p className={styles.soft}>{t('forms.lead')}</p>
              <LinkButton
                tone="primary"
                icon="plus"
                to="/consents/forms/$templateId"
                params={{ templateId: 'new' }}
              >
                {t('forms.new')}
              </LinkButton>
            </div>
            <Rows label={t('forms.title')}>
              {all.map((form) => (
                <FormRow key={form.id} form={form} />
              ))}
            </Rows>
          </>
        )
      }
    </Loaded>
  )
}

function FormRow({ form }: { form: Form }) {
  const t = useText(messages)
  const format = useFormat()
  const { version } = form
  return (
    <Row
      title={
        <PageLink to="/consents/forms/$templateId" params={{ templateId: form.id }}>
          {form.name}
        </PageLink>
      }
      meta={
        <Dotted
          parts={[
            t('forms.version', { number: version.number }),
            Object.keys(version.texts).map(format.language).join(', '),
            t('forms.signed', { count: form.signed }),
          ]}
        />
      }
      end={form.archived && <Label>{t('forms.archived')}</Label>}
    />
  )
}
