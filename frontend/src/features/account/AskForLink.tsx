import { $api } from '@/api/client'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { PlainForm, TextField, faultOf } from '@/components/fields'
import { useText } from '@/lib/i18n'
import styles from './DoorPage.module.css'
import { DoorPage } from './DoorPage'
import { messages } from './messages'
import { useDoorProblem } from './useDoorProblem'

interface AskForLinkProps {
  purpose: 'sign_in' | 'reset'
  next?: string
  onBack: () => void
}

/** Asks for a link by mail. What it says afterwards is the same whether or not the address is known. */
export function AskForLink({ purpose, next, onBack }: AskForLinkProps) {
  const t = useText(messages)
  const [email, setEmail] = useState('')
  const ask = $api.useMutation('post', '/api/session/links')
  const problem = useDoorProblem(ask.error)
  const submit = () => {
    ask.mutate({ body: { email, purpose, next: next ?? '' } })
  }
  const back = (
    <p className={styles.ways}>
      <button type="button" className={styles.way} onClick={onBack}>
        {t('link.back')}
      </button>
    </p>
  )
  if (ask.isSuccess)
    return (
      <DoorPage title={t('link.sent')} lead={t('link.sentLead', { email })}>
        {back}
      </DoorPage>
    )
  return (
    <DoorPage title={t(`link.${purpose}`)} lead={t(`link.${purpose}Lead`)}>
      <PlainForm error={problem} fields={['email']} onSubmit={submit}>
        <TextField
          label={t('signIn.email')}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          size="md"
          value={email}
          error={faultOf(ask.error, 'email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Button type="submit" tone="primary" size="lg" busy={ask.isPending}>
          {t('link.send')}
        </Button>
      </PlainForm>
      {back}
    </DoorPage>
  )
}
