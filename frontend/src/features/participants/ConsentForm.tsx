import { useState } from 'react'
import type { Schema } from '@/api/client'
import {
  ChoiceCards,
  DateField,
  PlainForm,
  SubmitActions,
  SwitchField,
  TextArea,
  faultOf,
} from '@/components/fields'
import { useText } from '@/lib/i18n'
import type { Consent } from './api'
import { messages } from './messages'

type ConsentDraft = Required<Schema<'ConsentIn'>>

const STATES = ['granted', 'pending', 'withdrawn'] as const
const SCOPES = ['team', 'company', 'public'] as const

interface ConsentFormProps {
  consent: Consent
  error: unknown
  busy: boolean
  onSubmit: (draft: ConsentDraft) => void
  onCancel: () => void
}

/** What someone allowed, each choice with what it does and where. An expired consent is asked for anew. */
export function ConsentForm({ consent, error, busy, onSubmit, onCancel }: ConsentFormProps) {
  const t = useText(messages)
  const [draft, setDraft] = useState<ConsentDraft>(() => ({
    status: consent.status === 'expired' ? 'pending' : consent.status,
    scope: consent.scope,
    media_allowed: consent.media_allowed,
    expires_on: consent.status === 'expired' ? null : consent.expires_on,
    evidence: consent.evidence,
  }))
  const set = (change: Partial<ConsentDraft>) => setDraft({ ...draft, ...change })
  const submit = () => {
    onSubmit(draft)
  }
  return (
    <PlainForm error={error} fields={['expires_on', 'evidence']} onSubmit={submit}>
      <ChoiceCards
        label={t('consent.status')}
        value={draft.status}
        onChange={(status) => set({ status })}
        options={STATES.map((value) => ({
          value,
          label: t(`consent.${value}`),
          description: t(`consent.${value}Hint`),
        }))}
      />
      {draft.status === 'granted' && <Reach draft={draft} set={set} error={error} />}
      <TextArea
        label={t('consent.evidence')}
        description={t('consent.evidenceHint')}
        rows={2}
        value={draft.evidence}
        onChange={(event) => set({ evidence: event.currentTarget.value })}
      />
      <SubmitActions label={t('save')} busy={busy} onCancel={onCancel} />
    </PlainForm>
  )
}

interface ReachProps {
  draft: ConsentDraft
  set: (change: Partial<ConsentDraft>) => void
  error: unknown
}

/** How far a given consent reaches: audience, recording, end. */
function Reach({ draft, set, error }: ReachProps) {
  const t = useText(messages)
  return (
    <>
      <ChoiceCards
        label={t('consent.scope')}
        value={draft.scope}
        onChange={(scope) => set({ scope })}
        options={SCOPES.map((value) => ({
          value,
          label: t(`consent.${value}`),
          description: t(`consent.${value}Hint`),
        }))}
      />
      <SwitchField
        label={t('consent.media')}
        description={t('consent.mediaHint')}
        checked={draft.media_allowed}
        onChange={(event) => set({ media_allowed: event.currentTarget.checked })}
      />
      <DateField
        label={t('consent.expires')}
        description={t('consent.expiresHint')}
        value={draft.expires_on ?? ''}
        error={faultOf(error, 'expires_on')}
        onChange={(event) => set({ expires_on: event.currentTarget.value || null })}
      />
    </>
  )
}
