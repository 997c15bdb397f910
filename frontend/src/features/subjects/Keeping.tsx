import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Section } from '@/components/Card'
import { Loaded } from '@/components/Loaded'
import { Dotted, Row, Rows } from '@/components/Rows'
import { FormActions, FormPair, PlainForm, TextField, faultOf } from '@/components/fields'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { ReceiptList } from './Receipts'
import styles from './Subjects.module.css'
import {
  type Retention,
  type RetentionPreview,
  type RetentionRule,
  usePreview,
  useProjectReceipts,
  useRetention,
  useSetRetention,
  useTombstones,
} from './api'
import { messages } from './messages'

/** How long a project keeps what it heard, what went by itself, what was taken back, and what was erased. */
export function Keeping({ projectId }: { projectId: string }) {
  const t = useText(messages)
  const retention = useRetention(projectId)
  return (
    <>
      <Section title={t('keeping.title')} lead={t('keeping.lead')}>
        <Loaded query={retention}>{(found) => <Rule projectId={projectId} found={found} />}</Loaded>
      </Section>
      <Receipts projectId={projectId} />
      <Tombstones projectId={projectId} />
    </>
  )
}

const months = (text: string) => (text.trim() === '' ? null : Number(text))

function Rule({ projectId, found }: { projectId: string; found: Retention }) {
  const t = useText(messages)
  const format = useFormat()
  const [media, setMedia] = useState(found.media_months?.toString() ?? '')
  const [whole, setWhole] = useState(found.interview_months?.toString() ?? '')
  const preview = usePreview()
  const save = useSetRetention()
  const rule: RetentionRule = { media_months: months(media), interview_months: months(whole) }
  const asked = { params: { path: { project_id: projectId } }, body: rule }
  const submit = () => {
    save.mutate(asked, { onSuccess: () => showToast({ text: t('keeping.saved'), tone: 'success' }) })
  }
  const error = save.error ?? preview.error
  const field = (label: string, hint: string, name: string, value: string, set: (value: string) => void) => (
    <TextField
      label={label}
      description={hint}
      inputMode="numeric"
      type="number"
      min={1}
      max={600}
      value={value}
      error={faultOf(error, name)}
      onChange={(event) => {
        set(event.currentTarget.value)
        preview.reset()
      }}
    />
  )
  return (
    <>
      <div className={styles.rule}>
        <PlainForm error={error} fields={['media_months', 'interview_months']} onSubmit={submit}>
          <FormPair>
            {field(t('keeping.media'), t('keeping.mediaHint'), 'media_months', media, setMedia)}
            {field(t('keeping.interview'), t('keeping.interviewHint'), 'interview_months', whole, setWhole)}
          </FormPair>
          <FormActions>
            <Button icon="eye" busy={preview.isPending} onClick={() => preview.mutate(asked)}>
              {t('keeping.preview')}
            </Button>
            <Button type="submit" tone="primary" busy={save.isPending}>
              {t('keeping.save')}
            </Button>
          </FormActions>
        </PlainForm>
      </div>
      <div aria-live="polite">{preview.data && <Would preview={preview.data} />}</div>
      <h3 className={styles.partTitle}>{t('keeping.runs')}</h3>
      {found.next_run_at && (found.media_months !== null || found.interview_months !== null) && (
        <p className={styles.fine}>{t('keeping.next', { when: format.dateTime(found.next_run_at) })}</p>
      )}
      {found.runs.length === 0 && <p className={styles.soft}>{t('keeping.noRuns')}</p>}
      <ul className={styles.receipts}>
        {found.runs.map((run) => (
          <li key={run.id}>
            <span>{format.dateTime(run.at)}</span>
            <Sum recordings={run.recordings} interviews={run.interviews} bytes={run.freed_bytes} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Sum({ recordings, interviews, bytes }: { recordings: number; interviews: number; bytes: number }) {
  const t = useText(messages)
  const format = useFormat()
  return (
    <span className={styles.fine}>
      {t('keeping.sum', {
        recordings: t('keeping.recordings', { count: recordings, shown: format.number(recordings) }),
        interviews: t('interviews', { count: interviews, shown: format.number(interviews) }),
        size: format.bytes(bytes),
      })}
    </span>
  )
}

function Would({ preview }: { preview: RetentionPreview }) {
  const t = useText(messages)
  const format = useFormat()
  if (preview.items.length === 0) return <p className={styles.soft}>{t('keeping.nothing')}</p>
  return (
    <div className={styles.would}>
      <h3 className={styles.partTitle}>{t('keeping.would')}</h3>
      <Sum recordings={preview.recordings} interviews={preview.interviews} bytes={preview.freed_bytes} />
      <Rows label={t('keeping.would')}>
        {preview.items.map((one) => (
          <Row
            key={one.interview_id}
            title={
              <Link to="/interviews/$interviewId" params={{ interviewId: one.interview_id }}>
                {one.title}
              </Link>
            }
            meta={
              <Dotted
                parts={[
                  t(one.kind === 'interview' ? 'keeping.whole' : 'keeping.recording'),
                  format.date(one.held_on),
                  one.size_bytes > 0 && format.bytes(one.size_bytes),
                ]}
              />
            }
          />
        ))}
      </Rows>
    </div>
  )
}

function Receipts({ projectId }: { projectId: string }) {
  const t = useText(messages)
  const receipts = useProjectReceipts(projectId)
  return (
    <Section title={t('all.receipts')} lead={t('all.receiptsLead')}>
      <Loaded query={receipts}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles.soft}>{t('receipts.none')}</p>
          ) : (
            <ReceiptList receipts={items} />
          )
        }
      </Loaded>
    </Section>
  )
}

const REASONS = ['request', 'withdrawn', 'unlawful', 'other'] as const

function Tombstones({ projectId }: { projectId: string }) {
  const t = useText(messages)
  const format = useFormat()
  const stones = useTombstones(projectId)
  const why = (reason: string) => {
    if (reason === 'retention' || reason === 'restore') return t(`stones.${reason}`)
    const known = REASONS.find((one) => one === reason)
    return known && t(`why.${known}`)
  }
  return (
    <Section title={t('stones.title')} lead={t('stones.lead')}>
      <Loaded query={stones}>
        {({ items }) => (
          <>
            {items.length === 0 && <p className={styles.soft}>{t('stones.none')}</p>}
            <ul className={styles.receipts}>
              {items.map((one) => (
                <li key={one.id}>
                  <span>
                    {t(`stones.${one.kind}`)}
                    {one.receipt_id && (
                      <>
                        {' · '}
                        <Link to="/receipts/$receiptId" params={{ receiptId: one.receipt_id }}>
                          {t('stones.receipt')}
                        </Link>
                      </>
                    )}
                  </span>
                  <span className={styles.fine}>
                    <Dotted
                      parts={[
                        format.dateTime(one.erased_at),
                        t('stones.by', { name: one.by_name }),
                        why(one.reason),
                        one.reference,
                      ]}
                    />
                  </span>
                  <span className={styles.id}>{one.target_id}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </Section>
  )
}
