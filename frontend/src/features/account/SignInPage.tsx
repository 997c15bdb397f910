import { type SyntheticEvent, useState } from 'react'
import { $api } from '@/api/client'
import { isProblem } from '@/api/problem'
import { Button } from '@/components/Button'
import { FormProblem, FormStack, PasswordField, TextField } from '@/components/fields'
import { useText } from '@/lib/i18n'
import { DoorPage } from './DoorPage'
import { messages } from './messages'
import { useEnter } from './useEnter'

export function SignInPage({ next }: { next?: string }) {
  const t = useText(messages)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const enter = useEnter()
  const signIn = $api.useMutation('post', '/api/session', { onSuccess: (session) => enter(session, next) })
  const error: unknown = signIn.error
  const wrong = isProblem(error) && error.status === 401
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    signIn.mutate({ body: { email, password } })
  }
  return (
    <DoorPage title={t('signIn.title')} lead={t('signIn.lead')}>
      <form onSubmit={submit}>
        <FormStack>
          {!wrong && <FormProblem error={error} />}
          <TextField
            label={t('signIn.email')}
            type="email"
            name="email"
            autoComplete="username"
            required
            withAsterisk={false}
            size="md"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordField
            label={t('signIn.password')}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            size="md"
            value={password}
            error={wrong ? t('signIn.wrong') : undefined}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" tone="primary" size="lg" busy={signIn.isPending}>
            {t('signIn.submit')}
          </Button>
        </FormStack>
      </form>
    </DoorPage>
  )
}
