import { $api } from '@/api/client'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { PasswordField, PlainForm, TextField, faultOf } from '@/components/fields'
import { useText } from '@/lib/i18n'
import { DoorPage } from './DoorPage'
import { messages } from './messages'
import { useEnter } from './useEnter'

/** The first start: whoever comes first becomes the administrator. */
export function SetUpPage() {
  const t = useText(messages)
  const [draft, setDraft] = useState({ name: '', email: '', password: '' })
  const enter = useEnter()
  const create = $api.useMutation('post', '/api/setup', { onSuccess: (session) => enter(session) })
  const set = (field: keyof typeof draft) => (event: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [field]: event.currentTarget.value })
  const submit = () => {
    create.mutate({ body: draft })
  }
  const shared = { required: true, withAsterisk: false, size: 'md' } as const
  return (
    <DoorPage title={t('setUp.title')} lead={t('setUp.lead')}>
      <PlainForm error={create.error} fields={['name', 'email', 'password']} onSubmit={submit}>
        <TextField
          {...shared}
          label={t('setUp.name')}
          autoComplete="name"
          value={draft.name}
          onChange={set('name')}
          error={faultOf(create.error, 'name')}
        />
        <TextField
          {...shared}
          label={t('signIn.email')}
          type="email"
          autoComplete="username"
          value={draft.email}
          onChange={set('email')}
          error={faultOf(create.error, 'email')}
        />
        <PasswordField
          {...shared}
          label={t('signIn.password')}
          description={t('setUp.passwordHint')}
          autoComplete="new-password"
          value={draft.password}
          onChange={set('password')}
          error={faultOf(create.error, 'password')}
        />
        <Button type="submit" tone="primary" size="lg" busy={create.isPending}>
          {t('setUp.submit')}
        </Button>
      </PlainForm>
    </DoorPage>
  )
}
