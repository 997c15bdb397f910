import { useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { $api, type Schema, api } from '@/api/client'
import { type Role, useUser } from '@/api/session'
import { Button, IconButton } from '@/components/Button'
import { Section } from '@/components/Card'
import { Label } from '@/components/Chip'
import { Dialog } from '@/components/Dialog'
import {
  DateField,
  FormActions,
  FormProblem,
  FormStack,
  MultiSelectField,
  SelectField,
  TextField,
  faultOf,
} from '@/components/fields'
import { Icon } from '@/components/Icon'
import { Loaded } from '@/components/Loaded'
import { Dotted, Row, Rows } from '@/components/Rows'
import { useLater } from '@/components/useLater'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { useStaying } from '@/lib/leaving'
import { showToast } from '@/lib/toasts'
import styles from './AccountPage.module.css'
import { messages } from './messages'

type Token = Schema<'TokenOut'>
type Scope = Token['scopes'][number]

const LIST = '/api/me/tokens'
const SCOPES: Scope[] = ['read', 'write', 'admin']
const ROLES: Role[] = ['viewer', 'researcher', 'admin']

/** One's own tokens for programs: make, look at, end. */
export function Tokens() {
  const t = useText(messages)
  const tokens = $api.useQuery('get', LIST)
  const [creating, setCreating] = useState(false)
  const staying = useStaying()
  const revoke = useRevoke()
  return (
    <Section
      title={t('tokens.title')}
      lead={t('tokens.lead')}
      actions={
        <Button icon="plus" onClick={() => setCreating(true)}>
          {t('tokens.new')}
        </Button>
      }
    >
      <Loaded query={tokens}>
        {({ items }) =>
          items.length > 0 ? (
            <Rows label={t('tokens.title')}>
              {items.filter(staying).map((token) => (
                <TokenRow key={token.id} token={token} onRevoke={() => revoke(token)} />
              ))}
            </Rows>
          ) : (
            <p>{t('tokens.none')}</p>
          )
        }
      </Loaded>
      <NewToken opened={creating} onClose={() => setCreating(false)} />
    </Section>
  )
}

function useRevoke() {
  const t = useText(messages)
  const later = useLater()
  const queries = useQueryClient()
  return ({ id, name }: Token) =>
    later({
      id,
      text: t('tokens.revoked', { name }),
      commit: async () => {
        await api.DELETE('/api/me/tokens/{token_id}', { params: { path: { token_id: id } }, keepalive: true })
        await queries.invalidateQueries({ queryKey: ['get', LIST] })
      },
    })
}

function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const t = useText(messages)
  const format = useFormat()
  return (
    <Row
      lead={
        <span className={styles.icon}>
          <Icon name="key" />
        </span>
      }
      title={token.name}
      meta={
        <Dotted
          parts={[
            token.last_used_at
              ? t('tokens.used', { when: format.relative(token.last_used_at) })
              : t('tokens.unused'),
            token.expires_at && t('tokens.until', { date: format.date(token.expires_at) }),
            format.list(token.scopes.map((scope) => t(`scope.${scope}`))),
          ]}
        />
      }
      end={
        <>
          <Label>{t(`role.${token.role as Role}`)}</Label>
          <IconButton
            icon="trash"
            size="sm"
            label={t('tokens.revoke', { name: token.name })}
            onClick={onRevoke}
          />
        </>
      }
    />
  )
}

function NewToken({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useText(messages)
  const queries = useQueryClient()
  const create = $api.useMutation('post', LIST, {
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', LIST] }),
  })
  const close = () => {
    onClose()
    create.reset()
  }
  return (
    <Dialog title={create.data ? t('tokens.secret') : t('tokens.new')} opened={opened} onClose={close}>
      {create.data ? (
        <Secret secret={create.data.secret} onDone={close} />
      ) : (
        <TokenForm
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
  error: unknown
  busy: boolean
  onSubmit: (draft: { name: string; role: string; scopes: Scope[]; expires_at: string | null }) => void
  onCancel: () => void
}

function TokenForm({ error, busy, onSubmit, onCancel }: TokenFormProps) {
  const t = useText(messages)
  const user = useUser()
  const [name, setName] = useState('')
  const [role, setRole] = useState<string>('viewer')
  const [ends, setEnds] = useState('')
  const [scopes, setScopes] = useState<Scope[]>(['read'])
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    onSubmit({ name, role, scopes, expires_at: ends ? `${ends}T23:59:59Z` : null })
  }
  return (
    <form onSubmit={submit}>
      <FormStack>
        <FormProblem error={error} fields={['name', 'expires_at']} />
        <TextField
          label={t('tokens.name')}
          required
          withAsterisk={false}
          data-autofocus
          value={name}
          error={faultOf(error, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <SelectField
          label={t('tokens.role')}
          value={role}
          allowDeselect={false}
          onChange={(value) => setRole(value ?? 'viewer')}
          data={ROLES.slice(0, ROLES.indexOf(user.role as Role) + 1).map((value) => ({
            value,
            label: t(`role.${value}`),
          }))}
        />
        <MultiSelectField
          label={t('tokens.scopes')}
          description={t('tokens.scopesHint')}
          value={scopes}
          error={faultOf(error, 'scopes')}
          onChange={(values) => setScopes(values)}
          data={SCOPES.filter((scope) => scope !== 'admin' || user.role === 'admin').map((value) => ({
            value,
            label: t(`scope.${value}`),
          }))}
        />
        <DateField
          label={t('tokens.expires')}
          description={t('tokens.expiresHint')}
          value={ends}
          error={faultOf(error, 'expires_at')}
          onChange={(event) => setEnds(event.currentTarget.value)}
        />
        <FormActions>
          <Button tone="quiet" onClick={onCancel}>
            {t('tokens.cancel')}
          </Button>
          <Button type="submit" tone="primary" busy={busy} disabled={scopes.length === 0}>
            {t('tokens.create')}
          </Button>
        </FormActions>
      </FormStack>
    </form>
  )
}

function Secret({ secret, onDone }: { secret: string; onDone: () => void }) {
  const t = useText(messages)
  const copy = () =>
    void navigator.clipboard
      .writeText(secret)
      .then(() => showToast({ text: t('tokens.copied'), tone: 'success' }))
  return (
    <FormStack>
      <p>{t('tokens.secretHint')}</p>
      <code className={styles.secret}>{secret}</code>
      <FormActions>
        <Button icon="copy" onClick={copy}>
          {t('tokens.copy')}
        </Button>
        <Button tone="primary" onClick={onDone}>
          {t('tokens.done')}
        </Button>
      </FormActions>
    </FormStack>
  )
}
