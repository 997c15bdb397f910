import { Link } from '@tanstack/react-router'
import { type ReactNode } from 'react'
import { itemsOf } from '@/api/pages'
import { Avatar } from '@/components/Avatar'
import { ConsentBadge } from '@/components/ConsentBadge'
import { Loaded, More } from '@/components/Loaded'
import { Dotted, Row, Rows } from '@/components/Rows'
import { useText } from '@/lib/i18n'
import { useStaying } from '@/lib/leaving'
import { type Participant, useParticipants } from './api'
import { messages } from './messages'

/** The people of a project. */
export function ParticipantList({ projectId, empty }: { projectId: string; empty: ReactNode }) {
  const participants = useParticipants(projectId)
  return (
    <>
      <Loaded query={{ ...participants, data: itemsOf(participants.data) }}>
        {(items) => (items.length > 0 ? <ParticipantRows participants={items} /> : empty)}
      </Loaded>
      <More query={participants} />
    </>
  )
}

interface ParticipantRowsProps {
  participants: Participant[]
  /** Where the list is of several projects: their names by id. */
  projectNames?: ReadonlyMap<string, string>
}

export function ParticipantRows({ participants, projectNames }: ParticipantRowsProps) {
  const t = useText(messages)
  const staying = useStaying()
  return (
    <Rows label={t('list')}>
      {participants.filter(staying).map((person) => (
        <Row
          key={person.id}
          lead={<Avatar name={person.pseudonym} />}
          title={
            <Link to="/participants/$participantId" params={{ participantId: person.id }}>
              {person.pseudonym}
            </Link>
          }
          meta={
            <Dotted
              parts={[person.role, person.segment, person.region, projectNames?.get(person.project_id)]}
            />
          }
          end={<ConsentBadge status={person.consent.status} scope={person.consent.scope} />}
        />
      ))}
    </Rows>
  )
}
