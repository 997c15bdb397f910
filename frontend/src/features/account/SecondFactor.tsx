import { $api } from '@/api/client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { sessionQuery } from '@/api/session'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Dialog } from '@/components/Dialog'
import { Secret } from '@/components/ShownOnce'
import {
  FormActions,
  FormProblem,
  FormStack,
  PasswordField,
  PlainForm,
  SubmitActions,
  faultOf,
} from '@/components/fields'
import { Loaded } from '@/components/Loaded'
import { useCopy } from '@/components/useCopy'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import styles from './AccountPage.module.css'
import { CodeField } from './CodeField'
import { messages } from './messages'
import { useDoorProblem } from './useDoorProblem'

const STATE = '/api/me/second-factor'

/** Whether signing in asks for a code, and how to change that. */
export function SecondFactor() {
  const t = useText(messages)
  const format = useFormat()
  const state = $api.useQuery('get', STATE)
  const [open, setOpen] = useState<'begin' | 'end' | 'codes' | null>(null)
  const close = () => setOpen(null)
  return (
    <Card>
      <Loaded query={state}>
        {({ on, since, codes_left: left, required }) => (
          <FormStack>
            <p>
              {on && since
                ? t('factor.on', { date: format.date(since), count: left })
                : t(required ? 'factor.required' : 'factor.off')}
            </p>
            <FormActions>
              {on ? (
                <>
                  <Button onClick={() => setOpen('codes')}>{t('factor.newCodes')}</Button>
                  {!required && (
                    <Button tone="danger" onClick={() => setOpen('end')}>
                      {t('factor.end')}
                    </Button>
                  )}
                </>
              ) : (
                <Button icon="shield" onClick={() => setOpen('begin')}>
                  {t('factor.begin')}
                </Button>
              )}
            </FormActions>
          </FormStack>
        )}
      </Loaded>
      <Dialog title={t('factor.begin')} opened={open === 'begin'} onClose={close}>
        <SetUpFactor onDone={close} />
      </Dialog>
      <Dialog title={t('factor.newCodes')} opened={open === 'codes'} onClose={close}>
        <NewCodes onDone={close} />
      </Dialog>
      <Dialog title={t('factor.end')} opened={open === 'end'} onClose={close}>
        <EndFactor onDone={close} />
      </Dialog>
    </Card>
  )
}

function useRefresh() {
  const queries = useQueryClient()
  return async () => {
    await queries.invalidateQueries({ queryKey: ['get', STATE] })
    await queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
  }
}

/** Password, picture, first code, recovery codes: one after the other. */
export function SetUpFactor({ onDone }: { onDone: () => void }) {
  const t = useText(messages)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const begin = $api.useMutation('post', STATE)
  const confirm = $api.useMutation('post', '/api/me/second-factor/confirm')
  const problem = useDoorProblem(confirm.error)
  const refresh = useRefresh()
  const done = () => void refresh().then(onDone)
  if (confirm.data) return <Codes codes={confirm.data.codes} onDone={done} />
  if (!begin.data)
    return (
      <PlainForm
        error={begin.error}
        fields={['password']}
        onSubmit={() => begin.mutate({ body: { password } })}
      >
        <p>{t('factor.lead')}</p>
        <PasswordField
          label={t('password.current')}
          autoComplete="current-password"
          data-autofocus
          value={password}
          error={faultOf(begin.error, 'password')}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <SubmitActions label={t('factor.next')} busy={begin.isPending} />
      </PlainForm>
    )
  const { picture, secret, address } = begin.data
  return (
    <PlainForm onSubmit={() => confirm.mutate({ body: { code } })}>
      <p>{t('factor.scan')}</p>
      <a href={address} className={styles.picture}>
        <img src={picture} alt={t('factor.picture')} width={196} height={196} />
      </a>
      <p>{t('factor.typed')}</p>
      <Secret>{secret.match(/.{1,4}/g)?.join(' ') ?? ''}</Secret>
      <FormProblem error={problem} fields={['code']} />
      <CodeField
        value={code}
        error={confirm.error}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <SubmitActions label={t('factor.confirm')} busy={confirm.isPending} />
    </PlainForm>
  )
}

function Codes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = useText(messages)
  const copy = useCopy()
  return (
    <FormStack>
      <p>{t('factor.codes')}</p>
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <FormActions>
        <Button icon="copy" onClick={() => copy(codes.join('\n'))}>
          {t('factor.copy')}
        </Button>
        <Button tone="primary" onClick={onDone}>
          {t('factor.kept')}
        </Button>
      </FormActions>
    </FormStack>
  )
}

function NewCodes({ onDone }: { onDone: () => void }) {
  const t = useText(messages)
  const [code, setCode] = useState('')
  const renew = $api.useMutation('post', '/api/me/second-factor/recovery-codes')
  const refresh = useRefresh()
  if (renew.data) return <Codes codes={renew.data.codes} onDone={() => void refresh().then(onDone)} />
  return (
    <CodeForm
      lead={t('factor.newCodesLead')}
      label={t('factor.newCodes')}
      code={code}
      setCode={setCode}
      error={renew.error}
      busy={renew.isPending}
      onSubmit={() => renew.mutate({ body: { code } })}
    />
  )
}

function EndFactor({ onDone }: { onDone: () => void }) {
  const t = useText(messages)
  const [code, setCode] = useState('')
  const refresh = useRefresh()
  const end = $api.useMutation('post', '/api/me/second-factor/end', {
    onSuccess: async () => {
      await refresh()
      showToast({ text: t('factor.ended') })
      onDone()
    },
  })
  return (
    <CodeForm
      lead={t('factor.endLead')}
      label={t('factor.end')}
      code={code}
      setCode={setCode}
      error={end.error}
      busy={end.isPending}
      onSubmit={() => end.mutate({ body: { code } })}
    />
  )
}

interface CodeFormProps {
  lead: string
  label: string
  code: string
  setCode: (code: string) => void
  error: unknown
  busy: boolean
  onSubmit: () => void
}

function CodeForm({ lead, label, code, setCode, error, busy, onSubmit }: CodeFormProps) {
  const problem = useDoorProblem(error)
  return (
    <PlainForm error={problem} fields={['code']} onSubmit={onSubmit}>
      <p>{lead}</p>
      <CodeField value={code} error={error} onChange={(event) => setCode(event.currentTarget.value)} />
      <SubmitActions label={label} busy={busy} />
    </PlainForm>
  )
}
