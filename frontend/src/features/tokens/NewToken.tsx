import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { $api, type Schema } from '@/api/client'
import { Dialog } from '@/components/Dialog'
import {
  DateField,
  MultiSelectField,
  NameField,
  PlainForm,
  SelectField,
  SubmitActions,
  faultOf,
} from '@/components/fields'
import { ShownOnce } from '@/components/ShownOnce'
import { useText } from '@/lib/i18n'
import { type Kind, LISTS, type Scope, useGivable } from './kinds'
import { messages } from './messages'

interface NewTokenProps {
  kind: Kind
  opened: boolean
  onClose: () => void
}

/** Asks what a token may do, and then tells it this once. */
export function NewToken({ kind, opened, onClose }: NewTokenProps) {
  const t = useText(messages)
  const queries = useQueryClient()
  const create = $api.useMutation('post', LISTS[kind], {
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', LISTS[kind]] }),
  })
  const close = () => {
    onClose()
    create.reset()
  }
  return (
    <Dialog title={create.data ? t('made') : t(`${kind}.new`)} opened={opened} onClose={close}>
      {create.data ? (
        <ShownOnce lead={t('secretHint')} secret={create.data.secret} onDone={close} />
      ) : (
        <TokenForm
          kind={kind}
          error={create.error}
          busy={create.isPending}
          onCancel={close}
          onSubmit={(body) => create.mutate({ body })}
        />
      )}
    </Dialog>
  )
}

interface TokenFormProps {
  kind: Kind
  error: unknown
  busy: boolean
  onSubmit: (body: Schema<'TokenIn'>) => void
  onCancel: () => void
}

function TokenForm({ kind, error, busy, onSubmit, onCancel }: TokenFormProps) {
  const t = useText(messages)
  const givable = useGivable(kind)
  const [name, setName] = useState('')
  const [role, setRole] = useState<string>('viewer')
  const [ends, setEnds] = useState('')
  const [scopes, setScopes] = useState<Scope[]>(['read'])
  const submit = () => onSubmit({ name, role, scopes, expires_at: ends ? `${ends}T23:59:59Z` : null })
  return (
    <PlainForm error={error} fields={['name', 'scopes', 'expires_at']} onSubmit={submit}>
      <NameField label={t('name')} value={name} error={error} onChange={setName} />
      <SelectField
        label={t('role')}
        value={role}
        allowDeselect={false}
        onChange={(value) => setRole(value ?? 'viewer')}
        data={givable.roles.map((value) => ({ value, label: t(`role.${value}`) }))}
      />
      <MultiSelectField
        label={t('scopes')}
        description={t('scopesHint')}
        value={scopes}
        error={faultOf(error, 'scopes')}
        onChange={(values) => setScopes(values)}
        data={givable.scopes.map((value) => ({ value, label: t(`scope.${value}`) }))}
      />
      <DateField
        label={t('expires')}
        description={t('expiresHint')}
        value={ends}
        error={faultOf(error, 'expires_at')}
        onChange={(event) => setEnds(event.currentTarget.value)}
      />
      <SubmitActions label={t('create')} busy={busy} disabled={scopes.length === 0} onCancel={onCancel} />
    </PlainForm>
  )
}
