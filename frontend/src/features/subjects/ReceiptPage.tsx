import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { AnchorButton, Button } from '@/components/Button'
import { Section } from '@/components/Card'
import { Icon } from '@/components/Icon'
import { Loaded } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { Table } from '@/components/Rows'
import { useFormat } from '@/lib/format'
import { type Translate, useText } from '@/lib/i18n'
import styles from './Subjects.module.css'
import { type PlaceKind, type ReceiptWhole, useReceipt } from './api'
import { messages } from './messages'

const FIRST = 50

/** A receipt to read, to print and to keep. */
export function ReceiptPage({ receiptId }: { receiptId: string }) {
  const receipt = useReceipt(receiptId)
  return (
    <Loaded query={receipt} page>
      {(found) => <Whole receipt={found} />}
    </Loaded>
  )
}

function Whole({ receipt }: { receipt: ReceiptWhole }) {
  const t = useText(messages)
  return (
    <div className={styles.page}>
      <PageHeader
        above={<Link to="/participants">{t('receipt.back')}</Link>}
        title={`${t('receipt.title')}: ${t(`reason.${receipt.reason}`)}`}
        lead={t('receipt.lead')}
        actions={
          <>
            <Button icon="text" onClick={() => print()}>
              {t('receipt.print')}
            </Button>
            <AnchorButton icon="download" href={`/api/receipts/${receipt.id}?download=true`} download>
              {t('receipt.download')}
            </AnchorButton>
          </>
        }
      />
      <Facts receipt={receipt} />
      <Sums receipt={receipt} />
      <Places receipt={receipt} />
    </div>
  )
}

/** To the second: a receipt is read by people who count them. */
function useExact(): (iso: string) => string {
  const { locale } = useFormat()
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })
  return (iso) => format.format(new Date(iso))
}

/** Of a recording only the pictures go with a consent; an erasure takes all of it. */
function kindOf(t: Translate<typeof messages>, kind: PlaceKind, reason: ReceiptWhole['reason']): string {
  return kind === 'recording' && reason === 'erased' ? t('kind.recordingWhole') : t(`kind.${kind}`)
}

type Allowed = { status?: string; scope?: string; media?: boolean }

/** What a consent allowed, in words: agreed, within the company, words only. */
function allowed(t: Translate<typeof messages>, values: Allowed): string {
  const { status, scope, media } = values
  if (status !== 'granted')
    return status === 'withdrawn' || status === 'expired' || status === 'pending'
      ? t(`allowed.${status}`)
      : t('allowed.nothing')
  const reach = scope === 'public' || scope === 'company' ? scope : 'team'
  return [t('allowed.granted'), t(`allowed.${reach}`), media === false ? t('allowed.words') : '']
    .filter(Boolean)
    .join(', ')
}

function Facts({ receipt }: { receipt: ReceiptWhole }) {
  const t = useText(messages)
  const exact = useExact()
  const facts: [string, string][] = [
    [t('receipt.denied'), exact(receipt.denied_at)],
    [t('receipt.complete'), receipt.completed_at ? exact(receipt.completed_at) : t('receipt.underWay')],
    [t('receipt.before'), allowed(t, receipt.before)],
    [t('receipt.after'), allowed(t, receipt.after)],
    [t('receipt.by'), receipt.noted_by || t('receipt.itself')],
    [t('receipt.person'), receipt.participant_id],
    [t('receipt.number'), receipt.id],
  ]
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Sums({ receipt }: { receipt: ReceiptWhole }) {
  const t = useText(messages)
  const format = useFormat()
  const exact = useExact()
  return (
    <Section title={t('receipt.sums')}>
      <Table label={t('receipt.sums')} columns={[t('receipt.kind'), t('receipt.done'), t('receipt.when')]}>
        {receipt.sums.map((one) => (
          <tr key={one.kind}>
            <td>{kindOf(t, one.kind, receipt.reason)}</td>
            <td>
              <span className={one.settled === one.total ? styles.done : styles.count}>
                {one.settled === one.total && <Icon name="check" size={16} />}
                {format.number(one.settled)} / {format.number(one.total)}
              </span>
            </td>
            <td>{one.settled_at ? exact(one.settled_at) : t('receipt.underWay')}</td>
          </tr>
        ))}
      </Table>
    </Section>
  )
}

/** All places; on the screen the first of them until somebody asks, on paper always all. */
function Places({ receipt }: { receipt: ReceiptWhole }) {
  const t = useText(messages)
  const exact = useExact()
  const { places, reason } = receipt
  const [all, setAll] = useState(places.length <= FIRST)
  return (
    <Section title={t('receipt.places')}>
      <Table
        label={t('receipt.places')}
        columns={[t('receipt.kind'), t('receipt.name'), t('receipt.outcome'), t('receipt.at')]}
        stacks
      >
        {places.map((one, index) => (
          <tr key={`${one.kind}-${one.id}`} className={!all && index >= FIRST ? styles.onPaper : undefined}>
            <td>{kindOf(t, one.kind, reason)}</td>
            <td>
              {one.name || <span className={styles.soft}>{t('receipt.noName')}</span>}
              <span className={styles.id}>{one.id}</span>
            </td>
            <td>{t(`outcome.${one.outcome}`)}</td>
            <td>{one.settled_at ? exact(one.settled_at) : '–'}</td>
          </tr>
        ))}
      </Table>
      {!all && (
        <div className={styles.more}>
          <Button onClick={() => setAll(true)}>{t('receipt.showAll', { count: places.length })}</Button>
        </div>
      )}
    </Section>
  )
}
