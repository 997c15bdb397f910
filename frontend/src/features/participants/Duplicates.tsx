import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Schema } from '@/api/client'
import { Button } from '@/components/Button'
import { SidePanel } from '@/components/Dialog'
import { Icon } from '@/components/Icon'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { useText } from '@/lib/i18n'
import { MergeDialog } from './MergeDialog'
import styles from './ParticipantsPage.module.css'
import { type Participant, apart, notApart, useDuplicates, useRefreshPeople } from './api'
import { messages } from './messages'

type Pair = Schema<'DuplicateOut'>

/** Points out who may be in a project twice, to its researchers. */
export function Duplicates({ projectId }: { projectId: string }) {
  const t = useText(messages)
  const pairs = useDuplicates(projectId).data ?? []
  const [opened, setOpened] = useState(false)
  const [merging, setMerging] = useState<Pair | null>(null)
  const keepApart = useKeepApart()
  if (pairs.length === 0 && !opened) return null
  return (
    <>
      {pairs.length > 0 && (
        <div className={styles.twice}>
          <Icon name="people" size={18} />
          <span>{t('twice.found', { count: pairs.length })}</span>
          <Button size="sm" onClick={() => setOpened(true)}>
            {t('twice.look')}
          </Button>
        </div>
      )}
      <SidePanel title={t('twice.title')} opened={opened} onClose={() => setOpened(false)} size="lg">
        <p>{t(pairs.length > 0 ? 'twice.lead' : 'twice.none')}</p>
        <ul className={styles.pairs}>
          {pairs.map((pair) => (
            <PairCard key={keyOf(pair)} pair={pair}>
              <Button
                size="sm"
                onClick={() => {
                  setOpened(false)
                  setMerging(pair)
                }}
              >
                {t('merge.button')}
              </Button>
              <Button size="sm" tone="quiet" onClick={() => keepApart(pair)}>
                {t('twice.two')}
              </Button>
            </PairCard>
          ))}
        </ul>
        {opened && <Dismissed projectId={projectId} />}
      </SidePanel>
      <MergeDialog one={merging?.first ?? null} other={merging?.second} onClose={() => setMerging(null)} />
    </>
  )
}

/** Who was said to be two, and the way back. */
function Dismissed({ projectId }: { projectId: string }) {
  const t = useText(messages)
  const report = useReport()
  const refresh = useRefreshPeople()
  const pairs = useDuplicates(projectId, true).data ?? []
  if (pairs.length === 0) return null
  return (
    <details className={styles.dismissed}>
      <summary>{t('twice.dismissed', { count: pairs.length })}</summary>
      <ul className={styles.pairs}>
        {pairs.map((pair) => (
          <PairCard key={keyOf(pair)} pair={pair}>
            <Button size="sm" icon="undo" onClick={() => void notApart(pair).then(refresh).catch(report)}>
              {t('twice.again')}
            </Button>
          </PairCard>
        ))}
      </ul>
    </details>
  )
}

function PairCard({ pair, children }: { pair: Pair; children: ReactNode }) {
  const t = useText(messages)
  return (
    <li className={styles.pair}>
      <p className={styles.reason}>{t(`twice.${pair.reason}`)}</p>
      <div className={styles.both}>
        <One person={pair.first} />
        <One person={pair.second} />
      </div>
      <div className={styles.pairDoings}>{children}</div>
    </li>
  )
}

const keyOf = ({ first, second }: Pair) => first.id + second.id

/** Says that two are two, and offers to take that back. */
function useKeepApart(): (pair: Pair) => void {
  const t = useText(messages)
  const report = useReport()
  const undoable = useUndo()
  const refresh = useRefreshPeople()
  const keep = async (pair: Pair) => {
    await apart(pair)
    await refresh()
    undoable({
      text: t('twice.kept', { one: pair.first.pseudonym, other: pair.second.pseudonym }),
      undo: () => notApart(pair).then(refresh),
    })
  }
  return (pair) => void keep(pair).catch(report)
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
