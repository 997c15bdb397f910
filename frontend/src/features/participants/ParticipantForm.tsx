import { useState } from 'react'
import { Card } from '@/components/Card'
import { FormPair, FormStack, PlainForm, SubmitActions, TextField, faultOf } from '@/components/fields'
import { AttributeFields, type Values, useAttributes } from '@/features/attributes'
import { useText } from '@/lib/i18n'
import styles from './ParticipantPage.module.css'
import type { Participant } from './api'
import { messages } from './messages'

interface ParticipantDraft {
  pseudonym: string
  role: string
  segment: string
  region: string
  legal_name: string
  contact: string
  incentive: string
  attributes: Record<string, unknown>
}

interface ParticipantFormProps {
  participant?: Participant
  projectId: string
  error: unknown
  busy: boolean
  onSubmit: (draft: ParticipantDraft) => void
  onCancel: () => void
}

type Field = Exclude<keyof ParticipantDraft, 'attributes'>

function draftOf(participant?: Participant): Record<Field, string> {
  const { pseudonym = '', role = '', segment = '', region = '' } = participant ?? {}
  const { legal_name = '', contact = '', incentive = '' } = participant?.private ?? {}
  return { pseudonym, role, segment, region, legal_name, contact, incentive }
}

export function ParticipantForm(props: ParticipantFormProps) {
  const { participant, projectId, error, busy, onSubmit, onCancel } = props
  const t = useText(messages)
  const [draft, setDraft] = useState(() => draftOf(participant))
  const [values, setValues] = useState<Values>(participant?.attributes ?? {})
  const attributes = useAttributes(projectId).data ?? []
  const bind = (field: Field) => ({
    value: draft[field],
    error: faultOf(error, field),
    onChange: (event: { currentTarget: { value: string } }) =>
      setDraft({ ...draft, [field]: event.currentTarget.value }),
  })
  const submit = () => {
    onSubmit({ ...draft, attributes: values })
  }
  return (
    <PlainForm
      error={error}
      fields={[...Object.keys(draft), ...attributes.map(({ key }) => key)]}
      onSubmit={submit}
    >
      <TextField
        {...bind('pseudonym')}
        label={t('form.pseudonym')}
        description={t('form.pseudonymHint')}
        required
        withAsterisk={false}
        data-autofocus
      />
      <TextField {...bind('role')} label={t('form.role')} placeholder={t('form.roleHint')} />
      <FormPair>
        <TextField {...bind('segment')} label={t('form.segment')} />
        <TextField {...bind('region')} label={t('form.region')} />
      </FormPair>
      <AttributeFields attributes={attributes} values={values} error={error} onChange={setValues} />
      <Card tone="sunken">
        <FormStack>
          <p className={styles.privateNote}>{t('form.private')}</p>
          <TextField {...bind('legal_name')} label={t('form.legalName')} autoComplete="off" />
          <TextField {...bind('contact')} label={t('form.contact')} autoComplete="off" />
          <TextField
            {...bind('incentive')}
            label={t('form.incentive')}
            placeholder={t('form.incentiveHint')}
            autoComplete="off"
          />
        </FormStack>
      </Card>
      <SubmitActions label={participant ? t('save') : t('add')} busy={busy} onCancel={onCancel} />
    </PlainForm>
  )
}
