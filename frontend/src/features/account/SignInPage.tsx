import { type SyntheticEvent, useState } from 'react'
import { $api } from '@/api/client'
import { isProblem } from '@/api/problem'
import { type Role, useSession } from '@/api/session'
import { Avatar } from '@/components/Avatar'
import { Button } from '@/components/Button'
import { Label } from '@/components/Chip'
import { FormProblem, FormStack, PasswordField, TextField } from '@/components/fields'
import { useText } from '@/lib/i18n'
import styles from './DoorPage.module.css'
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
      <DemoAccounts onChoose={(body) => signIn.mutate({ body })} />
    </DoorPage>
  )
}

/** The demo's sign-ins, one press each. Nothing where the demo is not loaded. */
function DemoAccounts({ onChoose }: { onChoose: (account: { email: string; password: string }) => void }) {
  const t = useText(messages)
  const { demo_accounts: accounts } = useSession()
  if (accounts.length === 0) return null
  return (
    <section className={styles.demo}>
      <p className={styles.demoText}>{t('signIn.demo')}</p>
      {accounts.map(({ email, name, role, password }) => (
        <button
          key={email}
          type="button"
          className={styles.demoAccount}
          onClick={() => onChoose({ email, password })}
        >
          <Avatar name={name} />
          <span className={styles.demoName}>{name}</span>
          <Label>{t(`role.${role as Role}`)}</Label>
        </button>
      ))}
    </section>
  )
}
