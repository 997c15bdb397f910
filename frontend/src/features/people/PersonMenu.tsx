import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Schema, api } from '@/api/client'
import { IconButton } from '@/components/Button'
import { Menu } from '@/components/Menu'
import { useReport } from '@/components/useReport'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { HandOver } from './HandOver'
import { messages } from './messages'

type Colleague = Schema<'ColleagueOut'>
export const LIST = '/api/users'

interface PersonMenuProps {
  person: Colleague
  /** Ends or gives back their access; it has its way back. */
  onToggle: () => void
}

/** What an administrator does for one person. */
export function PersonMenu({ person, onToggle }: PersonMenuProps) {
  const t = useText(messages)
  const queries = useQueryClient()
  const report = useReport()
  const [link, setLink] = useState<string | null>(null)
  const { id, name, active } = person
  const path = { params: { path: { user_id: id } } }

  const done = async (text: string) => {
    await queries.invalidateQueries({ queryKey: ['get', LIST] })
    showToast({ text, tone: 'success' })
  }
  const send = (purpose: 'invite' | 'reset') =>
    void api
      .POST('/api/users/{user_id}/links', { ...path, body: { purpose } })
      .then(({ data }) => (data?.link ? setLink(data.link) : done(t('link.mailed', { email: person.email }))))
      .catch(report)
  const reset = () =>
    void api
      .DELETE('/api/users/{user_id}/second-factor', path)
      .then(() => done(t('factor.reset', { name })))
      .catch(report)
  const signOut = () =>
    void api
      .DELETE('/api/users/{user_id}/sessions', path)
      .then(() => done(t('signedOut', { name })))
      .catch(report)

  return (
    <>
      <Menu
        target={<IconButton icon="more" size="sm" label={t('more', { name })} />}
        entries={
          active
            ? [
                person.invited
                  ? { label: t('link.invite'), icon: 'link', onSelect: () => send('invite') }
                  : { label: t('link.reset'), icon: 'link', onSelect: () => send('reset') },
                ...(person.second_factor
                  ? [{ label: t('factor.resetIt'), icon: 'shield' as const, onSelect: reset }]
                  : []),
                { label: t('signOut'), icon: 'exit', onSelect: signOut },
                { label: t('deactivate'), icon: 'ban', danger: true, onSelect: onToggle },
              ]
            : [{ label: t('activate'), icon: 'check', onSelect: onToggle }]
        }
      />
      <HandOver link={link} name={name} onClose={() => setLink(null)} />
    </>
  )
}
