import { useState } from 'react'
import { Button } from '@/components/Button'
import { SidePanel } from '@/components/Dialog'
import { SelectField } from '@/components/fields'
import { useText } from '@/lib/i18n'
import { ParticipantForm } from './ParticipantForm'
import styles from './ParticipantPage.module.css'
import { useCreateParticipant } from './api'
import { messages } from './messages'

interface NewParticipantProps {
  /** The project to add to, or those to choose from. */
  projectId?: string
  projects?: readonly { id: string; name: string }[]
  tone?: 'primary' | 'secondary'
}

/** A button that adds someone to a project. */
export function NewParticipant({ projectId, projects = [], tone }: NewParticipantProps) {
  const t = useText(messages)
  const [opened, setOpened] = useState(false)
  const [chosen, setChosen] = useState<string>()
  const create = useCreateParticipant()
  const close = () => setOpened(false)
  const to = projectId ?? chosen ?? projects[0]?.id
  if (to === undefined) return null
  return (
    <>
      <Button tone={tone} icon="plus" onClick={() => setOpened(true)}>
        {t('new')}
      </Button>
      <SidePanel title={t('new')} opened={opened} onClose={close}>
        {projectId === undefined && projects.length > 1 && (
          <div className={styles.choice}>
            <SelectField
              label={t('form.project')}
              data={projects.map(({ id, name }) => ({ value: id, label: name }))}
              value={to}
              allowDeselect={false}
              onChange={(next) => setChosen(next ?? undefined)}
            />
          </div>
        )}
        <ParticipantForm
          projectId={to}
          error={create.error}
          busy={create.isPending}
          onCancel={close}
          onSubmit={(body) =>
            create.mutate({ params: { path: { project_id: to } }, body }, { onSuccess: close })
          }
        />
      </SidePanel>
    </>
  )
}
