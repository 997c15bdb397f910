import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Schema } from '@/api/client'
import { Button } from '@/components/Button'
import { SidePanel } from '@/components/Dialog'
import { Icon } from '@/components/Icon'
import { useText } from '@/lib/i18n'
import { MergeDialog } from './MergeDialog'
import styles from './ParticipantsPage.module.css'
import { type Participant, useDuplicates } from './api'
import { messages } from './messages'

type Pair = Schema<'DuplicateOut'>

/** Points out who may be in a project twice, to its researchers. */
export function Duplicates({ projectId }: { projectId: string }) {
  const t = useText(messages)
  const pairs = useDuplicates(projectId).data ?? []
  const [opened, setOpened] = useState(false)
  const [merging, setMerging] = useState<Pair | null>(null)
  if (pairs.length === 0) return null
  return (
    <>
      <div className={styles.twice}>
        <Icon name="people" size={18} />
        <span>{t('twice.found', { count: pairs.length })}</span>
        <Button size="sm" onClick={() => setOpened(true)}>
          {t('twice.look')}
        </Button>
      </div>
      <SidePanel title={t('twice.title')} opened={opened} onClose={() => setOpened(false)} size="lg">
        <p>{t('twice.lead')}</p>
        <ul className={styles.pairs}>
          {pairs.map((pair) => (
            <li key={pair.first.id + pair.second.id} className={styles.pair}>
              <p className={styles.reason}>{t(`twice.${pair.reason}`)}</p>
              <div className={styles.both}>
                <One person={pair.first} />
                <One person={pair.second} />
              </div>
              <div>
                <Button
                  size="sm"
                  onClick={() => {
                    setOpened(false)
                    setMerging(pair)
                  }}
                >
                  {t('merge.button')}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      </SidePanel>
      <MergeDialog one={merging?.first ?? null} other={merging?.second} onClose={() => setMerging(null)} />
    </>
  )
}

function One({ person }: { person: Participant }) {
  return (
    <div className={styles.one}>
      <Link to="/participants/$participantId" params={{ participantId: person.id }}>
        {person.pseudonym}
      </Link>
      <p>{[person.private?.legal_name, person.private?.contact].filter(Boolean).join(' · ')}</p>
      <p>{[person.role, person.region].filter(Boolean).join(' · ')}</p>
    </div>
  )
}
