import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { Button, IconButton } from '@/components/Button'
import { TextArea } from '@/components/fields'
import { Dotted } from '@/components/Rows'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { type Grant, useGrantActions } from './api'
import styles from './GrantList.module.css'
import { messages } from './messages'
import { readSites } from './sites'

/** Embeds, each with where it was seen and how to end it. */
export function GrantList({ grants, withTarget = false }: { grants: Grant[]; withTarget?: boolean }) {
  const t = useText(messages)
  return (
    <ul className={styles.list} aria-label={t('existing')}>
      {grants.map((grant) => (
        <GrantRow key={grant.id} grant={grant} withTarget={withTarget} />
      ))}
    </ul>
  )
}

function GrantRow({ grant, withTarget }: { grant: Grant; withTarget: boolean }) {
  const t = useText(messages)
  const [editing, setEditing] = useState(false)
  return (
    <li className={styles.grant} data-state={grant.state}>
      <div className={styles.head}>
        <span className={styles.state} data-state={grant.state}>
          {t(grant.state)}
        </span>
        <p className={styles.label}>{grant.label || t('unlabelled', { hint: grant.hint })}</p>
        {grant.state === 'live' && (
          <span className={styles.tools}>
            <IconButton icon="edit" size="sm" label={t('editSites')} onClick={() => setEditing(!editing)} />
            <Revoke grant={grant} />
          </span>
        )}
      </div>
      {withTarget && <TargetLink grant={grant} />}
      {editing ? <EditSites grant={grant} onDone={() => setEditing(false)} /> : <Sites grant={grant} />}
      <Traces grant={grant} />
    </li>
  )
}

function TargetLink({ grant }: { grant: Grant }) {
  const t = useText(messages)
  const link: ReactNode =
    grant.target_kind === 'reel' ? (
      <Link to="/reels/$reelId" params={{ reelId: grant.target_id }}>
        {grant.target_title || t('reel')}
      </Link>
    ) : (
      <Link to="/quotes/$quoteId" params={{ quoteId: `h-${grant.target_id}` }}>
        {t('quote')}
      </Link>
    )
  return <p className={styles.target}>{link}</p>
}

function Sites({ grant }: { grant: Grant }) {
  const t = useText(messages)
  const format = useFormat()
  const sites = grant.origins.map((origin) => origin.replace(/^https:\/\//, ''))
  return (
    <p className={styles.meta}>
      <Dotted
        parts={[
          sites.length ? t('allowed', { sites: format.list(sites) }) : t('nobody'),
          grant.expires_at && t('until', { day: format.date(grant.expires_at) }),
        ]}
      />
    </p>
  )
}

function Traces({ grant }: { grant: Grant }) {
  const t = useText(messages)
  const format = useFormat()
  const seen = grant.seen_on.map(({ origin }) => origin.replace(/^https?:\/\//, ''))
  const when = grant.last_seen_at ? t('seen', { when: format.relative(grant.last_seen_at) }) : t('never')
  return (
    <p className={styles.meta}>
      <Dotted
        parts={[
          seen.length ? `${when} · ${format.list(seen)}` : when,
          grant.plays > 0 && t('plays', { count: grant.plays }),
          grant.created_by_name && t('by', { who: grant.created_by_name }),
        ]}
      />
    </p>
  )
}

function Revoke({ grant }: { grant: Grant }) {
  const t = useText(messages)
  const report = useReport()
  const undoable = useUndo()
  const { revoke, restore } = useGrantActions()
  const end = () =>
    void revoke(grant)
      .then(() => undoable({ text: t('revoked_toast'), undo: () => restore(grant.id) }))
      .catch(report)
  return <IconButton icon="ban" size="sm" tone="danger" label={t('revoke')} onClick={end} />
}

function EditSites({ grant, onDone }: { grant: Grant; onDone: () => void }) {
  const t = useText(messages)
  const report = useReport()
  const { change } = useGrantActions()
  const [text, setText] = useState(grant.origins.join('\n'))
  const { origins, wrong } = readSites(text)
  const save = () => void change(grant, { origins }).then(onDone).catch(report)
  return (
    <div className={styles.edit}>
      <TextArea
        label={t('sites')}
        value={text}
        autosize
        minRows={2}
        error={wrong && t('notASite', { site: wrong })}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <span className={styles.actions}>
        <Button size="sm" onClick={onDone}>
          {t('cancel')}
        </Button>
        <Button size="sm" tone="primary" disabled={wrong !== null} onClick={save}>
          {t('save')}
        </Button>
      </span>
    </div>
  )
}
