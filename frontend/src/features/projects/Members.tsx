import { useState } from 'react'
import { $api, api } from '@/api/client'
import { Avatar } from '@/components/Avatar'
import { Button, IconButton } from '@/components/Button'
import { Label } from '@/components/Chip'
import { SelectField } from '@/components/fields'
import { Loaded } from '@/components/Loaded'
import { Row, Rows } from '@/components/Rows'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { useText } from '@/lib/i18n'
import styles from './ProjectPage.module.css'
import { type Member, type Project, useMembers, useRefreshMembers } from '@/api/projects'
import { messages } from './messages'

const ROLES = ['researcher', 'viewer'] as const

/** Who works in a project. Researchers of it add people and take them off. */
export function Members({ project }: { project: Project }) {
  const t = useText(messages)
  const members = useMembers(project.id)
  const { put, remove } = useTeam(project.id)
  return (
    <>
      <p className={styles.lead}>{t('members.lead')}</p>
      <Loaded query={members}>
        {({ items }) => (
          <>
            {project.may_research && <AddMember members={items} onAdd={put} />}
            {items.length === 0 && <p>{t('members.none')}</p>}
            <Rows label={t('tab.members')}>
              {items.map((member) => (
                <Row
                  key={member.user_id}
                  lead={<Avatar name={member.name} />}
                  title={member.name}
                  end={
                    <>
                      {project.may_research ? (
                        <SelectField
                          aria-label={t('members.roleOf', { name: member.name })}
                          className={styles.role}
                          size="xs"
                          value={member.role}
                          allowDeselect={false}
                          onChange={(value) => value && value !== member.role && put(member.user_id, value)}
                          data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
                        />
                      ) : (
                        <Label>{t(`role.${member.role}`)}</Label>
                      )}
                      {project.may_research && (
                        <IconButton
                          icon="close"
                          size="sm"
                          label={t('members.remove', { name: member.name })}
                          onClick={() => remove(member)}
                        />
                      )}
                    </>
                  }
                />
              ))}
            </Rows>
          </>
        )}
      </Loaded>
    </>
  )
}

/** Putting people on a project's team and taking them off, each with its way back. */
function useTeam(projectId: string) {
  const t = useText(messages)
  const report = useReport()
  const undoable = useUndo()
  const refresh = useRefreshMembers(projectId)
  const at = (userId: string) => ({ params: { path: { project_id: projectId, user_id: userId } } })
  const set = async (userId: string, role: Member['role']) => {
    await api.PUT('/api/projects/{project_id}/members/{user_id}', { ...at(userId), body: { role } })
    await refresh()
  }
  const take = async (member: Member) => {
    await api.DELETE('/api/projects/{project_id}/members/{user_id}', at(member.user_id))
    await refresh()
    undoable({
      text: t('members.removed', { name: member.name }),
      undo: () => set(member.user_id, member.role),
    })
  }
  return {
    put: (userId: string, role: Member['role']) => void set(userId, role).catch(report),
    remove: (member: Member) => void take(member).catch(report),
  }
}

function AddMember({
  members,
  onAdd,
}: {
  members: Member[]
  onAdd: (userId: string, role: Member['role']) => void
}) {
  const t = useText(messages)
  const people = $api.useQuery('get', '/api/users').data?.items ?? []
  const [who, setWho] = useState<string | null>(null)
  const [role, setRole] = useState<Member['role']>('researcher')
  const free = people.filter(({ id, active }) => active && !members.some((member) => member.user_id === id))
  const add = () => {
    if (who) onAdd(who, role)
    setWho(null)
  }
  return (
    <div className={styles.add}>
      <SelectField
        label={t('members.person')}
        searchable
        value={who}
        onChange={setWho}
        data={free.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <SelectField
        label={t('members.role')}
        value={role}
        allowDeselect={false}
        onChange={(value) => setRole(value === 'viewer' ? 'viewer' : 'researcher')}
        data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
      />
      <Button disabled={!who} onClick={add}>
        {t('members.add')}
      </Button>
    </div>
  )
}
