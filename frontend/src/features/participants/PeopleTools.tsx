import { LinkButton } from '@/components/Button'
import { useText } from '@/lib/i18n'
import { Duplicates } from './Duplicates'
import { NewParticipant } from './NewParticipant'
import styles from './ParticipantsPage.module.css'
import { messages } from './messages'

/** What researchers do with the people of one project: bring them in, add one, tell who is there twice. */
export function PeopleTools({ projectId }: { projectId: string }) {
  const t = useText(messages)
  return (
    <>
      <div className={styles.tools}>
        <LinkButton to="/participants/import" search={{ project: projectId }} icon="upload">
          {t('importPage')}
        </LinkButton>
        <NewParticipant projectId={projectId} />
      </div>
      <Duplicates projectId={projectId} />
    </>
  )
}
