import { $api } from '@/api/client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Role, useSession } from '@/api/session'
import { SidePanel } from '@/components/Dialog'
import { ChoiceCards, PasswordField, PlainForm, SubmitActions, TextField, faultOf } from '@/components/fields'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { HandOver } from './HandOver'
import { messages } from './messages'

const ROLES: Role[] = ['viewer', 'researcher', 'admin']
const EMPTY = { name: '', email: '', password: '', role: 'viewer' as Role, way: 'link' as 'link' | 'own' }

/** Adds a colleague. */
export function Invite({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useText(messages)
  const queries = useQueryClient()
  const [draft, setDraft] = useState(EMPTY)
  const [made, setMade] = useState<{ name: string; link: string } | null>(null)
  const { mail } = useSession()
  const invites = draft.way === 'link'
  const create = $api.useMutation('post', '/api/users', {
    onSuccess: async ({ name, link }) => {
      onClose()
      setDraft(EMPTY)
      if (link) setMade({ name, link })
      else showToast({ text: t(invites ? 'invite.mailed' : 'invite.done', { name }), tone: 'success' })
      await queries.invalidateQueries({ queryKey: ['get', '/api/users'] })
    },
  })
  const bind = (field: 'name' | 'email' | 'password') => ({
    label: t(`invite.${field}`),
    required: true,
    withAsterisk: false,
    value: draft[field],
    error: faultOf(create.error, field),
    onChange: (event: { currentTarget: { value: string } }) =>
      setDraft({ ...draft, [field]: event.currentTarget.value }),
  })
  const submit = () => {
    const { name, email, role, password } = draft
    create.mutate({ body: { name, email, role, password: invites ? null : password } })
  }
  return (
    <>
      <SidePanel title={t('invite')} opened={opened} onClose={onClose}>
        <PlainForm error={create.error} fields={['name', 'email', 'password']} onSubmit={submit}>
          <TextField {...bind('name')} autoComplete="off" data-autofocus />
          <TextField {...bind('email')} type="email" autoComplete="off" />
          <ChoiceCards
            label={t('invite.role')}
            value={draft.role}
            onChange={(role) => setDraft({ ...draft, role })}
            options={ROLES.map((value) => ({
              value,
              label: t(`role.${value}`),
              description: t(`role.${value}Hint`),
            }))}
          />
          <ChoiceCards
            label={t('invite.way')}
            value={draft.way}
            onChange={(way) => setDraft({ ...draft, way })}
            options={[
              {
                value: 'link',
                label: t('invite.link'),
                description: t(mail ? 'invite.linkHintMail' : 'invite.linkHint'),
              },
              { value: 'own', label: t('invite.own'), description: t('invite.ownHint') },
            ]}
          />
          {!invites && (
            <PasswordField
              {...bind('password')}
              description={t('invite.passwordHint')}
              autoComplete="new-password"
            />
          )}
          <SubmitActions label={t('invite.submit')} busy={create.isPending} onCancel={onClose} />
        </PlainForm>
      </SidePanel>
      <HandOver link={made?.link ?? null} name={made?.name ?? ''} onClose={() => setMade(null)} />
    </>
  )
}
