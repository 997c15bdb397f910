import { Link as PageLink } from '@tanstack/react-router'
import { useState } from 'react'
import { TitledCard } from '@/components/Card'
import { Button, IconButton } from '@/components/Button'
import { ConsentBadge } from '@/components/ConsentBadge'
import { Icon } from '@/components/Icon'
import { Loaded } from '@/components/Loaded'
import { useUndo } from '@/components/useUndo'
import { useReport } from '@/components/useReport'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { AskPanel } from './AskPanel'
import styles from './Consents.module.css'
import { Evidence } from './Evidence'
import {
  type Change,
  type ConsentRecord as Record,
  type Link,
  endLink,
  restoreLink,
  useEndingCount,
  useRecord,
  useRefresh,
} from './api'
import { messages } from './messages'

interface ConsentRecordProps {
  participantId: string
  name: string
}

/** For researchers: how somebody is asked, what proves their consent, and how it came to be what it is. */
export function ConsentRecord({ participantId, name }: ConsentRecordProps) {
  const record = useRecord(participantId)
  return (
    <Loaded query={record}>
      {(found) => (
        <>
          <Asking record={found} name={name} />
          <Evidence record={found} name={name} />
          <History changes={found.changes} />
        </>
      )}
    </Loaded>
  )
}

function Asking({ record, name }: { record: Record; name: string }) {
  const t = useText(messages)
  const [asking, setAsking] = useState(false)
  const renews = record.consent.status === 'granted' && record.consent.expires_on !== null
  return (
    <TitledCard
      title={t('links.title')}
      action={
        <Button size="sm" icon="share" onClick={() => setAsking(true)}>
          {t(renews ? 'ask.renew' : 'ask.title')}
        </Button>
      }
    >
      {record.links.length === 0 && <p className={styles.soft}>{t('links.none', { name })}</p>}
      <ul className={styles.list}>
        {record.links.map((link) => (
          <LinkRow key={link.id} link={link} />
        ))}
      </ul>
      <AskPanel
        participantId={record.participant_id}
        name={name}
        canMail={record.can_mail}
        renews={renews}
        opened={asking}
        onClose={() => setAsking(false)}
      />
    </TitledCard>
  )
}

function LinkRow({ link }: { link: Link }) {
  const t = useText(messages)
  const undoable = useUndo()
  const report = useReport()
  const refresh = useRefresh()
  const end = async () => {
    try {
      await endLink(link.id)
      await refresh()
    } catch (error) {
      return report(error)
    }
    undoable({ text: t('links.ended'), undo: () => restoreLink(link.id).then(refresh) })
  }
  const over = link.state === 'ended' || link.state === 'over'
  return (
    <li className={styles.item}>
      <div>
        <LinkState link={link} />
        <p className={styles.fine}>
          {t('links.of', { form: link.template_name, number: link.version, hint: link.hint })}
        </p>
      </div>
      {!over && <IconButton icon="ban" size="sm" label={t('links.end')} onClick={() => void end()} />}
    </li>
  )
}

/** How far a link has come, and when. */
export function LinkState({ link }: { link: Link }) {
  const t = useText(messages)
  const format = useFormat()
  const when: { [State in Link['state']]: string | null } = {
    made: link.created_at,
    sending: link.created_at,
    sent: link.sent_at,
    opened: link.opened_at,
    signed: link.signed_at,
    ended: null,
    over: link.expires_at,
  }
  const at = when[link.state]
  return (
    <span className={styles.linkState} data-state={link.state}>
      {t(`link.${link.state}`)}
      {at && <span className={styles.fine}> {format.relative(at)}</span>}
    </span>
  )
}

const SHOWN = 4

function History({ changes }: { changes: Change[] }) {
  const t = useText(messages)
  const [all, setAll] = useState(false)
  if (changes.length === 0) return null
  const shown = all ? changes : changes.slice(0, SHOWN)
  return (
    <TitledCard title={t('history.title')}>
      <ol className={styles.history}>
        {shown.map((change) => (
          <ChangeRow key={change.id} change={change} />
        ))}
      </ol>
      {changes.length > shown.length && (
        <Button size="sm" tone="quiet" onClick={() => setAll(true)}>
          {t('history.all', { count: changes.length })}
        </Button>
      )}
    </TitledCard>
  )
}

function ChangeRow({ change }: { change: Change }) {
  const t = useText(messages)
  const format = useFormat()
  const by =
    change.how === 'researcher' ? t('how.researcher', { name: change.actor }) : t(`how.${change.how}`)
  const until = change.expires_on && t('history.until', { date: format.date(change.expires_on) })
  const media = change.status === 'granted' && !change.media_allowed && t('history.textOnly')
  return (
    <li>
      <ConsentBadge status={change.status} scope={change.scope} />
      <p className={styles.fine}>
        {[by, format.dateTime(change.at)].join(' · ')}
        {[media, until].filter(Boolean).map((part) => (
          <span key={String(part)}> · {part}</span>
        ))}
      </p>
      {change.form_name !== null && (
        <p className={styles.fine}>
          {t('history.paper', { form: change.form_name, number: change.form_version ?? 0 })}
        </p>
      )}
      {change.evidence && !change.receipt && <p className={styles.fine}>{change.evidence}</p>}
    </li>
  )
}

/** A line on the page of participants that leads to the consents, and says when some end soon. */
export function EndingNotice() {
  const t = useText(messages)
  const count = useEndingCount()
  if (!count) return null
  return (
    <p className={styles.notice}>
      <Icon name="hourglass" size={18} />
      <span>{t('ending.notice', { count })}</span>
      <PageLink to="/consents" search={{ state: 'ending' }}>
        {t('ending.see')}
      </PageLink>
    </p>
  )
}
