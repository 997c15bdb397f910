import { useState } from 'react'
import { Button } from '@/components/Button'
import { SidePanel } from '@/components/Dialog'
import { useText } from '@/lib/i18n'
import { ParticipantForm } from './ParticipantForm'
import { useCreateParticipant } from './api'
import { messages } from './messages'

/** A button that adds someone to a project. */
export function NewParticipant({ projectId, tone }: { projectId: string; tone?: 'primary' | 'secondary' }) {
  const t = useText(messages)
  const [opened, setOpened] = useState(false)
  const create = useCreateParticipant()
  const close = () => setOpened(false)
  return (
    <>
      <Button tone={tone} icon="plus" onClick={() => setOpened(true)}>
        {t('new')}
      </Button>
      <SidePanel title={t('new')} opened={opened} onClose={close}>
        <ParticipantForm
          error={create.error}
          busy={create.isPending}
          onCancel={close}
          onSubmit={(body) =>
            create.mutate({ params: { path: { project_id: projectId } }, body }, { onSuccess: close })
          }
        />
      </SidePanel>
    </>
  )
}
