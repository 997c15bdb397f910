import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { Loaded } from '@/components/Loaded'
import { FormActions, PlainForm, SelectField, TextField, faultOf } from '@/components/fields'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './Subjects.module.css'
import { type ErasePlan, useErase, useErasePlan } from './api'
import { messages } from './messages'

const WHY = ['request', 'withdrawn', 'unlawful', 'other'] as const
type Why = (typeof WHY)[number]

interface Props {
  participantId: string
  projectId: string
  name: string
  opened: boolean
  onClose: () => void
}

/** Says what goes and what stays, and asks for the pseudonym, typed out: nothing else here cannot be undone. */
export function EraseDialog({ participantId, name, opened, onClose }: Props) {
  const t = useText(messages)
  const plan = useErasePlan(participantId, opened)
  return (
    <Dialog title={t('erase.title', { name })} opened={opened} onClose={onClose} size="lg">
      <p className={styles.danger}>{t('erase.lead')}</p>
      <Loaded query={plan}>
        {(found) => (
          <>
            <Consequences plan={found} />
            <Confirm participantId={participantId} name={name} onClose={onClose} />
          </>
        )}
      </Loaded>
    </Dialog>
  )
}

function Consequences({ plan }: { plan: ErasePlan }) {
  const t = useText(messages)
  const format = useFormat()
  const counted = (
    key: 'erase.whole' | 'erase.part' | 'erase.turns' | 'erase.quotes' | 'erase.silenced',
    count: number,
  ) => count > 0 && t(key, { count, shown: format.number(count) })
  const goes = [
    counted('erase.whole', plan.interviews_whole),
    counted('erase.part', plan.interviews_part),
    counted('erase.turns', plan.turns),
    counted('erase.quotes', plan.quotes),
    t('erase.facts'),
  ]
  const stays = [
    plan.interviews_part > 0 && t('erase.others'),
    counted('erase.silenced', plan.recordings_part),
    t('erase.stone'),
  ]
  return (
    <div className={styles.consequences}>
      <Consequence title={t('erase.goes')} lines={goes} />
      <Consequence title={t('erase.stays')} lines={stays} />
    </div>
  )
}

function Consequence({ title, lines }: { title: string; lines: (string | false)[] }) {
  return (
    <div>
      <h3 className={styles.partTitle}>{title}</h3>
      <ul className={styles.bullets}>
        {lines.filter(Boolean).map((line) => (
          <li key={String(line)}>{line}</li>
        ))}
      </ul>
    </div>
  )
}

function Confirm({
  participantId,
  name,
  onClose,
}: {
  participantId: string
  name: string
  onClose: () => void
}) {
  const t = useText(messages)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const erase = useErase()
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState<Why>('request')
  const [reference, setReference] = useState('')
  const leave = async (receiptId: string) => {
    await navigate({ to: '/receipts/$receiptId', params: { receiptId }, replace: true })
    queries.removeQueries({
      predicate: ({ queryKey }) => JSON.stringify(queryKey).includes(participantId),
    })
    await queries.invalidateQueries()
  }
  const submit = () => {
    erase.mutate(
      {
        params: { path: { participant_id: participantId } },
        body: { confirm: typed.trim(), reason, reference },
      },
      {
        onSuccess: ({ receipt_id }) => void leave(receipt_id),
      },
    )
  }
  return (
    <PlainForm error={erase.error} fields={['confirm', 'reference']} onSubmit={submit}>
      <SelectField
        label={t('erase.why')}
        value={reason}
        allowDeselect={false}
        onChange={(value) => setReason(WHY.find((one) => one === value) ?? 'request')}
        data={WHY.map((value) => ({ value, label: t(`why.${value}`) }))}
      />
      <TextField
        label={t('erase.reference')}
        description={t('erase.referenceHint')}
        maxLength={40}
        value={reference}
        error={faultOf(erase.error, 'reference')}
        onChange={(event) => setReference(event.currentTarget.value)}
      />
      <TextField
        label={t('erase.confirm', { name })}
        autoComplete="off"
        value={typed}
        error={faultOf(erase.error, 'confirm')}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <FormActions>
        <Button tone="quiet" onClick={onClose}>
          {t('erase.cancel')}
        </Button>
        <Button
          type="submit"
          tone="danger"
          icon="trash"
          disabled={typed.trim() !== name}
          busy={erase.isPending}
        >
          {t('erase.do')}
        </Button>
      </FormActions>
    </PlainForm>
  )
}
