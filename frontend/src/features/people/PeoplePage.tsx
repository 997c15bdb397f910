import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { $api, type Schema, api } from '@/api/client'
import { type Role, useMay, useUser } from '@/api/session'
import { Avatar } from '@/components/Avatar'
import { Button } from '@/components/Button'
import { Label } from '@/components/Chip'
import { SelectField } from '@/components/fields'
import { Loaded } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { Dotted, Row, Rows } from '@/components/Rows'
import { NoAccess } from '@/components/States'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { ServiceTokens } from '@/features/tokens'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { Invite } from './Invite'
import { LIST, PersonMenu } from './PersonMenu'
import styles from './PeoplePage.module.css'
import { messages } from './messages'

type User = Schema<'ColleagueOut'>

export const ROLES: Role[] = ['viewer', 'researcher', 'admin']

export function PeoplePage() {
  const t = useText(messages)
  const isAdmin = useMay('admin')
  return (
    <>
      {isAdmin ? (
        <People />
      ) : (
        <>
          <PageHeader title={t('title')} />
          <NoAccess>
            <p>{t('noAccess')}</p>
          </NoAccess>
        </>
      )}
    </>
  )
}

function People() {
  const t = useText(messages)
  const users = $api.useQuery('get', LIST)
  const [inviting, setInviting] = useState(false)
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <Button tone="primary" icon="plus" onClick={() => setInviting(true)}>
            {t('invite')}
          </Button>
        }
      />
      <Loaded query={users}>
        {({ items }) => (
          <Rows label={t('list')}>
            {items.map((user) => (
              <UserRow key={user.id} user={user} />
            ))}
          </Rows>
        )}
      </Loaded>
      <div className={styles.programs}>
        <ServiceTokens />
      </div>
      <Invite opened={inviting} onClose={() => setInviting(false)} />
    </>
  )
}

/** Changing someone's role or access: happens at once, with its way back. */
function useChange(user: User) {
  const queries = useQueryClient()
  const report = useReport()
  const undoable = useUndo()
  const send = async (body: Schema<'UserPatch'>) => {
    await api.PATCH('/api/users/{user_id}', { params: { path: { user_id: user.id } }, body })
    await queries.invalidateQueries({ queryKey: ['get', LIST] })
  }
  return (body: Schema<'UserPatch'>, back: Schema<'UserPatch'>, text: string) =>
    void send(body)
      .then(() => undoable({ text, undo: () => send(back) }))
      .catch(report)
}

function UserRow({ user }: { user: User }) {
  const t = useText(messages)
  const format = useFormat()
  const me = useUser()
  const mine = user.id === me.id
  return (
    <Row
      lead={<Avatar name={user.name} />}
      title={<span className={user.active ? undefined : styles.inactive}>{user.name}</span>}
      meta={
        <Dotted
          parts={[
            user.email,
            user.seen_at
              ? t('seen', { when: format.relative(user.seen_at) })
              : t('since', { date: format.date(user.created_at) }),
            user.second_factor && t('factor'),
          ]}
        />
      }
      end={
        <>
          {mine && <Label>{t('you')}</Label>}
          {user.active && user.invited && <Label>{t('invited')}</Label>}
          {user.active ? <RoleChoice user={user} disabled={mine} /> : <Label>{t('inactive')}</Label>}
          {!mine && <ToggledMenu user={user} />}
        </>
      }
    />
  )
}

function RoleChoice({ user, disabled }: { user: User; disabled: boolean }) {
  const t = useText(messages)
  const change = useChange(user)
  const choose = (role: string | null) => {
    if (!role || role === user.role) return
    const text = t('roleChanged', { name: user.name, role: t(`role.${role as Role}`) })
    change({ role }, { role: user.role }, text)
  }
  return (
    <SelectField
      aria-label={t('role', { name: user.name })}
      className={styles.role}
      size="xs"
      value={user.role}
      disabled={disabled}
      allowDeselect={false}
      onChange={choose}
      data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
    />
  )
}

function ToggledMenu({ user }: { user: User }) {
  const t = useText(messages)
  const change = useChange(user)
  const { active, name } = user
  const toggle = () =>
    change({ active: !active }, { active }, t(active ? 'deactivated' : 'activated', { name }))
  return <PersonMenu person={user} onToggle={toggle} />
}
