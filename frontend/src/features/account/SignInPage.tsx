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
import { AskForLink } from './AskForLink'
import { CodeField, asksForCode } from './CodeField'
import { DoorPage } from './DoorPage'
import { messages } from './messages'
import { useEnter } from './useEnter'
import { useDoorProblem } from './useDoorProblem'

type Way = 'password' | 'link' | 'reset'

export function SignInPage({ next, problem }: { next?: string; problem?: string }) {
  const t = useText(messages)
  const [way, setWay] = useState<Way>('password')
  if (way !== 'password')
    return (
      <AskForLink
        purpose={way === 'link' ? 'sign_in' : 'reset'}
        next={next}
        onBack={() => setWay('password')}
      />
    )
  return (
    <DoorPage title={t('signIn.title')} lead={t('signIn.lead')}>
      <Refused problem={problem} />
      <Providers next={next} />
      <WithPassword next={next} onWay={setWay} />
    </DoorPage>
  )
}

/** Why an identity provider's answer did not let anyone in. */
function Refused({ problem }: { problem?: string }) {
  const t = useText(messages)
  if (!problem) return null
  const known = [
    'oidc_unverified',
    'oidc_domain',
    'oidc_unknown',
    'oidc_inactive',
    'oidc_unavailable',
  ] as const
  const code = known.find((one) => one === problem) ?? 'oidc_refused'
  return (
    <p className={styles.refused} role="alert">
      {t(`problem.${code}`)}
    </p>
  )
}

/** One button for each identity provider; nothing where there is none. */
function Providers({ next }: { next?: string }) {
  const t = useText(messages)
  const { providers } = useSession()
  if (providers.length === 0) return null
  return (
    <div className={styles.providers}>
      {providers.map(({ id, name, url }) => (
        <a
          key={id}
          className={styles.provider}
          href={`${url}${next ? `?next=${encodeURIComponent(next)}` : ''}`}
        >
          {t('signIn.with', { name })}
        </a>
      ))}
      <p className={styles.or}>{t('signIn.or')}</p>
    </div>
  )
}

function WithPassword({ next, onWay }: { next?: string; onWay: (way: Way) => void }) {
  const t = useText(messages)
  const [draft, setDraft] = useState({ email: '', password: '', code: '' })
  const [asked, setAsked] = useState(false)
  const enter = useEnter()
  const signIn = $api.useMutation('post', '/api/session', {
    onSuccess: (session) => enter(session, next),
    onError: (error: unknown) => setAsked((before) => before || asksForCode(error)),
  })
  const error: unknown = signIn.error
  const shown = useDoorProblem(error)
  const wrong = isProblem(error, 'wrong_credentials')
  const { mail } = useSession()
  const set = (field: keyof typeof draft) => (event: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [field]: event.currentTarget.value })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    signIn.mutate({ body: { ...draft, code: asked ? draft.code : null } })
  }
  return (
    <>
      <form onSubmit={submit}>
        <FormStack>
          {!wrong && <FormProblem error={shown} />}
          <TextField
            label={t('signIn.email')}
            type="email"
            name="email"
            autoComplete="username"
            required
            withAsterisk={false}
            size="md"
            value={draft.email}
            readOnly={asked}
            onChange={set('email')}
          />
          {!asked && (
            <PasswordField
              label={t('signIn.password')}
              name="password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              size="md"
              value={draft.password}
              error={wrong ? t('signIn.wrong') : undefined}
              onChange={set('password')}
            />
          )}
          {asked && <CodeField value={draft.code} error={error} onChange={set('code')} />}
          <Button type="submit" tone="primary" size="lg" busy={signIn.isPending}>
            {t('signIn.submit')}
          </Button>
        </FormStack>
      </form>
      {mail && !asked && (
        <p className={styles.ways}>
          <button type="button" className={styles.way} onClick={() => onWay('link')}>
            {t('signIn.byLink')}
          </button>
          <button type="button" className={styles.way} onClick={() => onWay('reset')}>
            {t('signIn.forgotten')}
          </button>
        </p>
      )}
      <DemoAccounts onChoose={(account) => signIn.mutate({ body: account })} />
    </>
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
