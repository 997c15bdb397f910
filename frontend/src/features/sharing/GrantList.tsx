import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { Button, IconButton } from '@/components/Button'
import { DateField, FormProblem, PasswordField, TextArea, TextField, faultOf } from '@/components/fields'
import { Icon } from '@/components/Icon'
import { Menu, type MenuEntry } from '@/components/Menu'
import { Dotted } from '@/components/Rows'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { type Grant, type GrantChange, useGrantActions } from './api'
import styles from './GrantList.module.css'
import { messages } from './messages'
import { endOf } from './NewGrantForm'
import { PlaysLately } from './PlaysLately'
import { readSites } from './sites'

/** Embeds and links, each with where it was seen and how to end it. */
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
  const name = t(grant.kind === 'embed' ? 'unlabelled' : 'unlabelledLink', { hint: grant.hint })
  return (
    <li className={styles.grant} data-state={grant.state}>
      <div className={styles.head}>
        <span className={styles.state} data-state={grant.state}>
          {t(grant.state)}
        </span>
        <p className={styles.label}>
          <Icon name={iconOf(grant)} size={16} /> {grant.label || name}
        </p>
        {grant.state === 'live' && (
          <Tools grant={grant} name={grant.label || name} onEdit={() => setEditing(!editing)} />
        )}
        {grant.state === 'revoked' && <Restore grant={grant} />}
      </div>
      {withTarget && <TargetLink grant={grant} />}
      {editing ? <EditGrant grant={grant} onDone={() => setEditing(false)} /> : <Terms grant={grant} />}
      <Traces grant={grant} />
    </li>
  )
}

function iconOf(grant: Grant): 'lock' | 'globe' | 'text' {
  return grant.kind === 'embed' ? 'text' : grant.has_password ? 'lock' : 'globe'
}

function TargetLink({ grant }: { grant: Grant }) {
  const t = useText(messages)
  const { target_id, target_title } = grant
  const links: Record<Grant['target_kind'], ReactNode> = {
    reel: (
      <Link to="/reels/$reelId" params={{ reelId: target_id }}>
        {target_title || t('reel')}
      </Link>
    ),
    tag: (
      <Link to="/tags/$tagId" params={{ tagId: target_id }}>
        {t('quotesOf', { tag: target_title })}
      </Link>
    ),
    highlight: (
      <Link to="/quotes/$quoteId" params={{ quoteId: `h-${target_id}` }}>
        {t('quote')}
      </Link>
    ),
  }
  return <p className={styles.target}>{links[grant.target_kind]}</p>
}

/** Who may see it, and until when. */
function Terms({ grant }: { grant: Grant }) {
  const t = useText(messages)
  const format = useFormat()
  const sites = grant.origins.map((origin) => origin.replace(/^https:\/\//, ''))
  const who =
    grant.kind === 'share'
      ? t(grant.has_password ? 'withPassword' : 'anyone')
      : sites.length
        ? t('allowed', { sites: format.list(sites) })
        : t('nobody')
  return (
    <p className={styles.meta}>
      <Dotted
        parts={[
          who,
          grant.listed && t('isListed'),
          grant.pinned_at && t('pinnedOn', { day: format.date(grant.pinned_at) }),
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
    <>
      <p className={styles.meta}>
        <Dotted
          parts={[
            seen.length ? `${when} · ${format.list(seen)}` : when,
            grant.plays > 0 && t('plays', { count: grant.plays }),
            grant.created_by_name && t('by', { who: grant.created_by_name }),
          ]}
        />
      </p>
      {grant.days.length > 0 && <PlaysLately days={grant.days} />}
    </>
  )
}

function Tools({ grant, name, onEdit }: { grant: Grant; name: string; onEdit: () => void }) {
  const t = useText(messages)
  const report = useReport()
  const undoable = useUndo()
  const { revoke, restore, change } = useGrantActions()
  const end = () =>
    void revoke(grant)
      .then(() => undoable({ text: t('revoked_toast'), undo: () => restore(grant.id) }))
      .catch(report)
  const pin = (pinned: boolean) => void change(grant, { pinned }).catch(report)
  const pins: MenuEntry[] = grant.pinned_at
    ? [
        { label: t('pinAnew'), icon: 'flag', onSelect: () => pin(true) },
        { label: t('unpin'), icon: 'history', onSelect: () => pin(false) },
      ]
    : [{ label: t('pinNow'), icon: 'flag', onSelect: () => pin(true) }]
  return (
    <span className={styles.tools}>
      <IconButton icon="edit" size="sm" label={t('edit')} onClick={onEdit} />
      {grant.target_kind !== 'highlight' && (
        <Menu target={<IconButton icon="more" size="sm" label={t('more', { name })} />} entries={pins} />
      )}
      <IconButton icon="ban" size="sm" tone="danger" label={t('revoke')} onClick={end} />
    </span>
  )
}

function Restore({ grant }: { grant: Grant }) {
  const t = useText(messages)
  const report = useReport()
  const { restore } = useGrantActions()
  return (
    <span className={styles.tools}>
      <IconButton
        icon="undo"
        size="sm"
        label={t('restore')}
        onClick={() => void restore(grant.id).catch(report)}
      />
    </span>
  )
}

function EditGrant({ grant, onDone }: { grant: Grant; onDone: () => void }) {
  const t = useText(messages)
  const { change } = useGrantActions()
  const [label, setLabel] = useState(grant.label)
  const [text, setText] = useState(grant.origins.join('\n'))
  const [day, setDay] = useState(grant.expires_at?.slice(0, 10) ?? '')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const { origins, wrong } = readSites(text)
  const save = () => {
    const body: GrantChange = { label: label.trim() }
    if (grant.kind === 'embed') body.origins = origins
    if (day !== (grant.expires_at?.slice(0, 10) ?? '')) body.expires_at = endOf(day)
    if (password) body.password = password
    change(grant, body).then(onDone, setProblem)
  }
  return (
    <div className={styles.edit}>
      <TextField
        label={t('label')}
        value={label}
        maxLength={200}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      {grant.kind === 'embed' && (
        <TextArea
          label={t('sites')}
          value={text}
          autosize
          minRows={2}
          error={wrong && t('notASite', { site: wrong })}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {grant.has_password && (
        <PasswordField
          label={t('newPassword')}
          description={t('newPasswordHelp')}
          autoComplete="new-password"
          maxLength={200}
          value={password}
          error={faultOf(problem, 'password')}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      )}
      <DateField
        label={t('expires')}
        value={day}
        error={faultOf(problem, 'expires_at')}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      <FormProblem error={problem} fields={['password', 'expires_at']} />
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
