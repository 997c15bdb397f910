import { $api } from '@/api/client'
import { type ChangeEvent, useRef, useState } from 'react'
import { Link as PageLink } from '@tanstack/react-router'
import { itemsOf } from '@/api/pages'
import { TitledCard } from '@/components/Card'
import { AnchorButton, Button, IconButton } from '@/components/Button'
import { SidePanel } from '@/components/Dialog'
import { FormPair, PlainForm, SelectField, SubmitActions, TextField } from '@/components/fields'
import { Icon } from '@/components/Icon'
import { Menu } from '@/components/Menu'
import { PlayButton } from '@/components/PlayButton'
import { useLater } from '@/components/useLater'
import { useMoment } from '@/components/useMoment'
import { useReport } from '@/components/useReport'
import { useInterviews } from '@/features/interviews'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { useStaying } from '@/lib/leaving'
import { showToast } from '@/lib/toasts'
import styles from './Consents.module.css'
import {
  type ConsentRecord,
  type Moment,
  type SignedForm,
  removeMoment,
  removeSignedForm,
  uploadSignedForm,
  useAddMoment,
  useRefresh,
} from './api'
import { messages } from './messages'
import { millisecondsOf } from './times'

interface EvidenceProps {
  record: ConsentRecord
  name: string
}

/** What proves a consent: receipts of the page, signed forms, moments of a recording. */
export function Evidence({ record, name }: EvidenceProps) {
  const t = useText(messages)
  const staying = useStaying()
  const picker = useRef<HTMLInputElement>(null)
  const [marking, setMarking] = useState(false)
  const [busy, setBusy] = useState(false)
  const report = useReport()
  const refresh = useRefresh()
  const upload = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0]
    event.currentTarget.value = ''
    if (!file) return
    setBusy(true)
    try {
      await uploadSignedForm(record.participant_id, file)
      showToast({ text: t('evidence.kept'), tone: 'success' })
      await refresh()
    } catch (error) {
      report(error)
    } finally {
      setBusy(false)
    }
  }
  const none = record.receipts.length + record.forms.length + record.moments.length === 0
  return (
    <TitledCard
      title={t('evidence.title')}
      action={
        <Menu
          target={
            <Button size="sm" icon="plus" busy={busy}>
              {t('evidence.add')}
            </Button>
          }
          entries={[
            { label: t('evidence.file'), icon: 'upload', onSelect: () => picker.current?.click() },
            { label: t('evidence.moment'), icon: 'volume', onSelect: () => setMarking(true) },
          ]}
        />
      }
    >
      <input
        ref={picker}
        type="file"
        hidden
        accept="application/pdf,image/jpeg,image/png,image/webp"
        onChange={(event) => void upload(event)}
      />
      {none && <p className={styles.soft}>{t('evidence.none')}</p>}
      <ul className={styles.list}>
        {record.receipts.map((receipt) => (
          <ReceiptRow key={receipt.number} receipt={receipt} />
        ))}
        {record.forms.filter(staying).map((form) => (
          <FormRow key={form.id} form={form} />
        ))}
        {record.moments.filter(staying).map((moment) => (
          <MomentRow key={moment.id} moment={moment} name={name} />
        ))}
      </ul>
      <SidePanel title={t('moment.title')} opened={marking} onClose={() => setMarking(false)}>
        {marking && (
          <MomentForm participantId={record.participant_id} name={name} onDone={() => setMarking(false)} />
        )}
      </SidePanel>
    </TitledCard>
  )
}

function ReceiptRow({ receipt }: { receipt: ConsentRecord['receipts'][number] }) {
  const t = useText(messages)
  const format = useFormat()
  const deed = t(`receipt.${receipt.deed}`)
  return (
    <li className={styles.item}>
      <Icon name={receipt.intact ? 'shield' : 'alert'} size={18} />
      <div className={styles.grow}>
        <p>
          <strong className={styles.number}>{receipt.number}</strong>
        </p>
        <p className={styles.fine}>
          {[deed, receipt.name, format.dateTime(receipt.at)].filter(Boolean).join(' · ')}
        </p>
        <p className={styles.fine}>
          {t('receipt.text', { form: receipt.template_name, number: receipt.version })},{' '}
          {format.language(receipt.language)}
        </p>
        <p className={receipt.intact ? styles.fine : styles.broken}>
          {t(receipt.intact ? 'receipt.intact' : 'receipt.broken')}
        </p>
      </div>
    </li>
  )
}

function FormRow({ form }: { form: SignedForm }) {
  const t = useText(messages)
  const format = useFormat()
  const later = useLater()
  const refresh = useRefresh()
  const remove = () =>
    later({
      id: form.id,
      text: t('evidence.removed'),
      commit: async () => {
        await removeSignedForm(form.id)
        await refresh()
      },
    })
  return (
    <li className={styles.item}>
      <Icon name="text" size={18} />
      <div className={styles.grow}>
        <p>{form.file_name}</p>
        <p className={styles.fine}>
          {[t('evidence.signedForm'), format.bytes(form.size_bytes), format.date(form.created_at)].join(
            ' · ',
          )}
        </p>
      </div>
      <AnchorButton
        size="sm"
        tone="quiet"
        icon="download"
        href={`/api/consent-forms/${form.id}/file`}
        target="_blank"
        aria-label={t('evidence.open', { name: form.file_name })}
      />
      <IconButton icon="trash" size="sm" label={t('evidence.remove')} onClick={remove} />
    </li>
  )
}

function MomentRow({ moment, name }: { moment: Moment; name: string }) {
  const t = useText(messages)
  const format = useFormat()
  const later = useLater()
  const refresh = useRefresh()
  const plays = useMoment(
    moment.media_url && moment.start_ms !== null
      ? {
          key: `consent-${moment.id}`,
          url: moment.media_url,
          startMs: moment.start_ms,
          endMs: moment.end_ms,
          hasVideo: false,
          label: t('moment.of', { name }),
        }
      : undefined,
  )
  const remove = () =>
    later({
      id: moment.id,
      text: t('evidence.removed'),
      commit: async () => {
        await removeMoment(moment.id)
        await refresh()
      },
    })
  return (
    <li className={styles.item}>
      {plays ? (
        <PlayButton size="sm" what={t('moment.of', { name })} {...plays.play} />
      ) : (
        <Icon name="lock" size={18} />
      )}
      <div className={styles.grow}>
        {moment.words ? (
          <blockquote className={styles.words} dir="auto">
            {moment.words}
          </blockquote>
        ) : (
          <p className={styles.soft}>{t('moment.silent')}</p>
        )}
        <p className={styles.fine}>
          <PageLink
            to="/interviews/$interviewId"
            params={{ interviewId: moment.interview_id }}
            search={moment.start_ms === null ? {} : { t: moment.start_ms }}
          >
            {moment.interview_title}
          </PageLink>
          {moment.start_ms !== null && ` · ${format.clock(moment.start_ms)}`}
        </p>
        {plays?.media}
      </div>
      <IconButton icon="trash" size="sm" label={t('evidence.remove')} onClick={remove} />
    </li>
  )
}

interface MomentFormProps {
  participantId: string
  name: string
  onDone: () => void
}

/** Where in an interview somebody said yes: a marked place, or a span of time. */
function MomentForm({ participantId, name, onDone }: MomentFormProps) {
  const t = useText(messages)
  const add = useAddMoment()
  const theirs = itemsOf(useInterviews({ participantId }).data) ?? []
  const [interview, setInterview] = useState<string | null>(null)
  const [highlight, setHighlight] = useState<string | null>(null)
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const chosen = interview ?? theirs[0]?.id ?? null
  const submit = () => {
    const body = highlight
      ? { highlight_id: highlight }
      : { interview_id: chosen, start_ms: millisecondsOf(from), end_ms: millisecondsOf(to) }
    add.mutate({ params: { path: { participant_id: participantId } }, body }, { onSuccess: onDone })
  }
  if (theirs.length === 0) return <p className={styles.soft}>{t('moment.nowhere', { name })}</p>
  return (
    <PlainForm error={add.error} onSubmit={submit}>
      <p className={styles.soft}>{t('moment.lead', { name })}</p>
      <SelectField
        label={t('moment.interview')}
        value={chosen}
        allowDeselect={false}
        data={theirs.map(({ id, title }) => ({ value: id, label: title }))}
        onChange={(value) => {
          setInterview(value)
          setHighlight(null)
        }}
      />
      {chosen && <MarkedPlaces interviewId={chosen} value={highlight} onChange={setHighlight} />}
      {!highlight && (
        <FormPair>
          <TextField
            label={t('moment.from')}
            placeholder="0:00"
            inputMode="numeric"
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextField
            label={t('moment.to')}
            placeholder="0:30"
            inputMode="numeric"
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </FormPair>
      )}
      <SubmitActions label={t('moment.add')} busy={add.isPending} onCancel={onDone} />
    </PlainForm>
  )
}

const LONGEST = 90

function MarkedPlaces(props: {
  interviewId: string
  value: string | null
  onChange: (id: string | null) => void
}) {
  const t = useText(messages)
  const found = $api.useQuery('get', '/api/interviews/{interview_id}/highlights', {
    params: { path: { interview_id: props.interviewId } },
  })
  const marked = found.data?.items ?? []
  if (marked.length === 0) return null
  const short = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
  return (
    <SelectField
      label={t('moment.marked')}
      placeholder={t('moment.markedHint')}
      clearable
      searchable
      value={props.value}
      data={marked.map(({ id, quote }) => ({ value: id, label: short(quote) }))}
      onChange={props.onChange}
    />
  )
}
