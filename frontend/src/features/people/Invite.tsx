import { useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { $api } from '@/api/client'
import type { Role } from '@/api/session'
import { Button } from '@/components/Button'
import { SidePanel } from '@/components/Dialog'
import {
  ChoiceCards,
  FormActions,
  FormProblem,
  FormStack,
  PasswordField,
  TextField,
  faultOf,
} from '@/components/fields'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { messages } from './messages'

const ROLES: Role[] = ['viewer', 'researcher', 'admin']
const EMPTY = { name: '', email: '', password: '', role: 'viewer' as Role }

/** Adds a colleague. */
export function Invite({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useText(messages)
  const queries = useQueryClient()
  const [draft, setDraft] = useState(EMPTY)
  const create = $api.useMutation('post', '/api/users', {
    onSuccess: async ({ name }) => {
      onClose()
      setDraft(EMPTY)
      showToast({ text: t('invite.done', { name }), tone: 'success' })
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
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    create.mutate({ body: draft })
  }
  return (
    <SidePanel title={t('invite')} opened={opened} onClose={onClose}>
      <form onSubmit={submit}>
        <FormStack>
          <FormProblem error={create.error} fields={['name', 'email', 'password']} />
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
          <PasswordField
            {...bind('password')}
            description={t('invite.passwordHint')}
            autoComplete="new-password"
          />
          <FormActions>
            <Button tone="quiet" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" tone="primary" busy={create.isPending}>
              {t('invite.submit')}
            </Button>
          </FormActions>
        </FormStack>
      </form>
    </SidePanel>
  )
}
