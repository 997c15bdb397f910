import { useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { $api, type Schema, api } from '@/api/client'
import { Button, IconButton } from '@/components/Button'
import { Section } from '@/components/Card'
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
import { Loaded } from '@/components/Loaded'
import { Dotted, Row, Rows } from '@/components/Rows'
import { useLater } from '@/components/useLater'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { useStaying } from '@/lib/leaving'
import { showToast } from '@/lib/toasts'
import styles from './PeoplePage.module.css'
import { messages } from './messages'

type Token = Schema<'TokenOut'>
type Scope = Token['scopes'][number]

const TOKENS = '/api/service-tokens'
const SCOPES: Scope[] = ['read', 'write', 'admin', 'scim']
const TOKEN_ROLES = ['viewer', 'researcher', 'admin'] as const

/** Tokens of programs that act for no person: they stay when whoever made them leaves. */
export function ServiceTokens() {
  const t = useText(messages)
  const tokens = $api.useQuery('get', TOKENS)
  const staying = useStaying()
  const [making, setMaking] = useState(false)
  return (
    <Section
      title={t('service.title')}
      lead={t('service.lead')}
      actions={
        <Button icon="plus" onClick={() => setMaking(true)}>
          {t('service.new')}
        </Button>
      }
    >
      <Loaded query={tokens}>
        {({ items }) =>
          items.length > 0 ? (
            <Rows label={t('service.title')}>
              {items.filter(staying).map((token) => (
                <TokenRow key={token.id} token={token} />
              ))}
            </Rows>
          ) : (
            <p>{t('service.none')}</p>
          )
        }
      </Loaded>
      <NewToken opened={making} onClose={() => setMaking(false)} />
    </Section>
  )
}

function TokenRow({ token }: { token: Token }) {
  const t = useText(messages)
  const format = useFormat()
  const later = useLater()
  const queries = useQueryClient()
  const revoke = () =>
    later({
      id: token.id,
      text: t('service.revoked', { name: token.name }),
      commit: async () => {
        const path = { service_token_id: token.id }
        await api.DELETE('/api/service-tokens/{service_token_id}', { params: { path }, keepalive: true })
        await queries.invalidateQueries({ queryKey: ['get', TOKENS] })
      },
    })
  return (
    <Row
      title={token.name}
      meta={
        <Dotted
          parts={[
            format.list(token.scopes.map((scope) => t(`scope.${scope}`))),
            token.last_used_at
              ? t('service.used', { when: format.relative(token.last_used_at) })
              : t('service.unused'),
            token.expires_at && t('service.until', { date: format.date(token.expires_at) }),
          ]}
        />
      }
      end={
        <IconButton
          icon="trash"
          size="sm"
          label={t('service.revoke', { name: token.name })}
          onClick={revoke}
        />
      }
    />
  )
}

function NewToken({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useText(messages)
  const queries = useQueryClient()
  const create = $api.useMutation('post', TOKENS, {
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', TOKENS] }),
  })
  const close = () => {
    onClose()
    create.reset()
  }
  return (
    <Dialog title={t('service.new')} opened={opened} onClose={close}>
      {create.data ? (
        <Secret secret={create.data.secret} onDone={close} />
      ) : (
        <TokenForm
          error={create.error}
          busy={create.isPending}
          onSubmit={(body) => create.mutate({ body })}
          onCancel={close}
        />
      )}
    </Dialog>
  )
}

interface TokenFormProps {
  error: unknown
  busy: boolean
  onSubmit: (body: Schema<'TokenIn'>) => void
  onCancel: () => void
}

function TokenForm({ error, busy, onSubmit, onCancel }: TokenFormProps) {
  const t = useText(messages)
  const [name, setName] = useState('')
  const [role, setRole] = useState<string>('viewer')
  const [scopes, setScopes] = useState<Scope[]>(['read'])
  const [ends, setEnds] = useState('')
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    onSubmit({ name, role, scopes, expires_at: ends ? `${ends}T23:59:59Z` : null })
  }
  return (
    <form onSubmit={submit}>
      <FormStack>
        <FormProblem error={error} fields={['name', 'expires_at']} />
        <TextField
          label={t('service.name')}
          required
          withAsterisk={false}
          data-autofocus
          value={name}
          error={faultOf(error, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <SelectField
          label={t('service.role')}
          value={role}
          allowDeselect={false}
          onChange={(value) => setRole(value ?? 'viewer')}
          data={TOKEN_ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
        />
        <MultiSelectField
          label={t('service.scopes')}
          description={t('service.scopesHint')}
          value={scopes}
          onChange={(values) => setScopes(values)}
          data={SCOPES.map((value) => ({ value, label: t(`scope.${value}`) }))}
        />
        <DateField
          label={t('service.expires')}
          description={t('service.expiresHint')}
          value={ends}
          error={faultOf(error, 'expires_at')}
          onChange={(event) => setEnds(event.currentTarget.value)}
        />
        <FormActions>
          <Button tone="quiet" onClick={onCancel}>
            {t('cancel')}
          </Button>
          <Button type="submit" tone="primary" busy={busy} disabled={scopes.length === 0}>
            {t('service.create')}
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
      .then(() => showToast({ text: t('link.copied'), tone: 'success' }))
  return (
    <FormStack>
      <p>{t('service.secretHint')}</p>
      <code className={styles.link}>{secret}</code>
      <FormActions>
        <Button icon="copy" onClick={copy}>
          {t('link.copy')}
        </Button>
        <Button tone="primary" onClick={onDone}>
          {t('link.done')}
        </Button>
      </FormActions>
    </FormStack>
  )
}
