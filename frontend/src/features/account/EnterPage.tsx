import { useState } from 'react'
import { $api, type Schema } from '@/api/client'
import { Button, LinkButton } from '@/components/Button'
import { FormProblem, FormStack, PasswordField, PlainForm, TextField, faultOf } from '@/components/fields'
import { useText } from '@/lib/i18n'
import { CodeField, asksForCode } from './CodeField'
import { DoorPage } from './DoorPage'
import { messages } from './messages'
import { useDoorProblem } from './useDoorProblem'
import { useEnter } from './useEnter'

/** Where invites, sign-in links and links to a new password lead. The secret stands behind the #. */
export function EnterPage({ secret, next }: { secret: string; next?: string }) {
  const t = useText(messages)
  const link = $api.useQuery(
    'post',
    '/api/session/links/read',
    { body: { secret } },
    { retry: false, staleTime: Infinity, refetchOnWindowFocus: false },
  )
  const problem = useDoorProblem(link.error)
  if (link.isPending)
    return (
      <DoorPage title={t('enter.title')} lead={t('enter.looking')}>
        {null}
      </DoorPage>
    )
  if (!link.data)
    return (
      <DoorPage title={t('enter.title')} lead="">
        <FormStack>
          <FormProblem error={problem} />
          <LinkButton to="/sign-in" search={{}}>
            {t('enter.toSignIn')}
          </LinkButton>
        </FormStack>
      </DoorPage>
    )
  return <UseLink link={link.data} secret={secret} next={next} />
}

function UseLink({ link, secret, next }: { link: Schema<'LinkOut'>; secret: string; next?: string }) {
  const t = useText(messages)
  const [draft, setDraft] = useState({ name: link.name, password: '', code: '' })
  const [asked, setAsked] = useState(link.code_needed)
  const enter = useEnter()
  const use = $api.useMutation('post', '/api/session/links/use', {
    onSuccess: (session) => enter(session, next),
    onError: (error: unknown) => setAsked((before) => before || asksForCode(error)),
  })
  const problem = useDoorProblem(use.error)
  const set = (field: keyof typeof draft) => (event: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [field]: event.currentTarget.value })
  const choosesPassword = link.purpose !== 'sign_in'
  const submit = () => {
    use.mutate({
      body: {
        secret,
        name: link.purpose === 'invite' ? draft.name : null,
        password: choosesPassword ? draft.password : null,
        code: asked ? draft.code : null,
      },
    })
  }
  return (
    <DoorPage title={t(`enter.${link.purpose}`)} lead={t('enter.as', { email: link.email })}>
      <PlainForm error={problem} fields={['name', 'password']} onSubmit={submit}>
        <input type="hidden" name="username" autoComplete="username" value={link.email} readOnly />
        {link.purpose === 'invite' && (
          <TextField
            label={t('setUp.name')}
            autoComplete="name"
            required
            withAsterisk={false}
            size="md"
            value={draft.name}
            error={faultOf(use.error, 'name')}
            onChange={set('name')}
          />
        )}
        {choosesPassword && (
          <PasswordField
            label={t('password.new')}
            description={t('setUp.passwordHint')}
            autoComplete="new-password"
            required
            withAsterisk={false}
            size="md"
            value={draft.password}
            error={faultOf(use.error, 'password')}
            onChange={set('password')}
          />
        )}
        {asked && <CodeField value={draft.code} error={use.error} onChange={set('code')} />}
        <Button type="submit" tone="primary" size="lg" busy={use.isPending}>
          {t('enter.submit')}
        </Button>
      </PlainForm>
    </DoorPage>
  )
}
