import { type SyntheticEvent, useState } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import {
  FormActions,
  FormPair,
  FormProblem,
  FormStack,
  TextArea,
  TextField,
  faultOf,
} from '@/components/fields'
import { useText } from '@/lib/i18n'
import styles from './ParticipantPage.module.css'
import type { Participant } from './api'
import { attributesOf, linesOf } from './attributes'
import { messages } from './messages'

export interface ParticipantDraft {
  pseudonym: string
  role: string
  segment: string
  region: string
  legal_name: string
  contact: string
  attributes: Record<string, unknown>
}

interface ParticipantFormProps {
  participant?: Participant
  error: unknown
  busy: boolean
  onSubmit: (draft: ParticipantDraft) => void
  onCancel: () => void
}

type Field = Exclude<keyof ParticipantDraft, 'attributes'>

function draftOf(participant?: Participant): Record<Field, string> {
  const { pseudonym = '', role = '', segment = '', region = '' } = participant ?? {}
  const { legal_name = '', contact = '' } = participant?.private ?? {}
  return { pseudonym, role, segment, region, legal_name, contact }
}

export function ParticipantForm({ participant, error, busy, onSubmit, onCancel }: ParticipantFormProps) {
  const t = useText(messages)
  const [draft, setDraft] = useState(() => draftOf(participant))
  const [lines, setLines] = useState(() => linesOf(participant?.attributes ?? {}))
  const bind = (field: Field) => ({
    value: draft[field],
    error: faultOf(error, field),
    onChange: (event: { currentTarget: { value: string } }) =>
      setDraft({ ...draft, [field]: event.currentTarget.value }),
  })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    onSubmit({ ...draft, attributes: attributesOf(lines, participant?.attributes) })
  }
  return (
    <form onSubmit={submit}>
      <FormStack>
        <FormProblem error={error} fields={Object.keys(draft)} />
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
        <TextArea
          label={t('form.more')}
          description={t('form.moreHint')}
          rows={3}
          value={lines}
          onChange={(event) => setLines(event.currentTarget.value)}
        />
        <Card tone="sunken">
          <FormStack>
            <p className={styles.privateNote}>{t('form.private')}</p>
            <TextField {...bind('legal_name')} label={t('form.legalName')} autoComplete="off" />
            <TextField {...bind('contact')} label={t('form.contact')} autoComplete="off" />
          </FormStack>
        </Card>
        <FormActions>
          <Button tone="quiet" onClick={onCancel}>
            {t('cancel')}
          </Button>
          <Button type="submit" tone="primary" busy={busy}>
            {participant ? t('save') : t('add')}
          </Button>
        </FormActions>
      </FormStack>
    </form>
  )
}
