import { $api } from '@/api/client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Role, sessionQuery, useUser } from '@/api/session'
import { Button } from '@/components/Button'
import { Card, Section } from '@/components/Card'
import { Label } from '@/components/Chip'
import { FormActions, PasswordField, PlainForm, TextField, faultOf } from '@/components/fields'
import { PageHeader } from '@/components/PageHeader'
import { SegmentedControl } from '@/components/SegmentedControl'
import { useThemeChoice } from '@/components/theme/ThemeProvider'
import { OwnTokens } from '@/features/tokens'
import { LOCALES, LOCALE_NAMES, type Locale, useLocale, useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import styles from './AccountPage.module.css'
import { SecondFactor } from './SecondFactor'
import { Sessions } from './Sessions'
import { messages } from './messages'

export function AccountPage() {
  const t = useText(messages)
  const user = useUser()
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} lead={<Label>{t(`role.${user.role as Role}`)}</Label>} />
      <Section title={t('profile.title')}>
        <Profile />
      </Section>
      <Section title={t('look.title')}>
        <Look />
      </Section>
      <Section title={t('sessions.title')}>
        <Sessions />
      </Section>
      <Section title={t('password.title')} lead={t('password.lead')}>
        <Password />
      </Section>
      <Section title={t('factor.title')} lead={t('factor.why')}>
        <SecondFactor />
      </Section>
      <OwnTokens />
    </div>
  )
}

/** Saves something about oneself; the session then knows it too. */
function useChangeMe() {
  const queries = useQueryClient()
  return $api.useMutation('patch', '/api/me', {
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  })
}

function Profile() {
  const t = useText(messages)
  const user = useUser()
  const [name, setName] = useState(user.name)
  const change = useChangeMe()
  const submit = () => {
    change.mutate(
      { body: { name } },
      { onSuccess: () => showToast({ text: t('profile.saved'), tone: 'success' }) },
    )
  }
  return (
    <Card>
      <PlainForm error={change.error} fields={['name']} onSubmit={submit}>
        <TextField
          label={t('profile.name')}
          autoComplete="name"
          required
          withAsterisk={false}
          value={name}
          error={faultOf(change.error, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextField
          label={t('profile.email')}
          description={t('profile.emailHint')}
          value={user.email}
          readOnly
          variant="unstyled"
        />
        <FormActions>
          <Button type="submit" busy={change.isPending} disabled={name.trim() === user.name || !name.trim()}>
            {t('profile.save')}
          </Button>
        </FormActions>
      </PlainForm>
    </Card>
  )
}

function Look() {
  const t = useText(messages)
  const [locale, setLocale] = useLocale()
  const [theme, setTheme] = useThemeChoice()
  const change = useChangeMe()
  const choose = (next: Locale) => {
    setLocale(next)
    change.mutate({ body: { locale: next } })
  }
  return (
    <Card>
      <dl className={styles.choices}>
        <div>
          <dt>{t('look.language')}</dt>
          <dd>
            <SegmentedControl
              label={t('look.language')}
              value={locale}
              onChange={choose}
              options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
            />
          </dd>
        </div>
        <div>
          <dt>{t('look.theme')}</dt>
          <dd>
            <SegmentedControl
              label={t('look.theme')}
              value={theme}
              onChange={setTheme}
              options={(['light', 'dark', 'auto'] as const).map((value) => ({
                value,
                label: t(`look.${value}`),
              }))}
            />
          </dd>
        </div>
      </dl>
    </Card>
  )
}

function Password() {
  const t = useText(messages)
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const queries = useQueryClient()
  const change = $api.useMutation('patch', '/api/me', {
    onSuccess: () => {
      showToast({ text: t('signIn.again'), stays_ms: 9000 })
      return queries.invalidateQueries()
    },
  })
  const submit = () => {
    change.mutate({ body: { password: next, current_password: current } })
  }
  return (
    <Card>
      <PlainForm error={change.error} fields={['current_password', 'password']} onSubmit={submit}>
        <PasswordField
          label={t('password.current')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={current}
          error={faultOf(change.error, 'current_password')}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordField
          label={t('password.new')}
          description={t('setUp.passwordHint')}
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={next}
          error={faultOf(change.error, 'password')}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <FormActions>
          <Button type="submit" busy={change.isPending}>
            {t('password.change')}
          </Button>
        </FormActions>
      </PlainForm>
    </Card>
  )
}
