/** Saying whose voice it is: the name in the transcript, the role, and which participant. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { FormActions, FormProblem, FormStack, SelectField, TextField } from '@/components/fields'
import { useText } from '@/lib/i18n'
import { type Interview, type Speaker, interviewQuery, transcriptQuery } from './data'
import { messages } from './messages'

interface VoiceDialogProps {
  interview: Interview
  speaker: Speaker | null
  onClose: () => void
}

export function VoiceDialog({ interview, speaker, onClose }: VoiceDialogProps) {
  const t = useText(messages)
  return (
    <Dialog title={t('voice.title')} opened={speaker !== null} onClose={onClose}>
      {speaker && <VoiceForm key={speaker.id} interview={interview} speaker={speaker} onClose={onClose} />}
    </Dialog>
  )
}

function useParticipants(projectId: string) {
  return useQuery({
    queryKey: ['participants', projectId, 'names'],
    queryFn: async ({ signal }) => {
      const { data } = await api.GET('/api/projects/{project_id}/participants', {
        params: { path: { project_id: projectId }, query: { limit: 200 } },
        signal,
      })
      return data?.items ?? []
    },
  })
}

function VoiceForm({ interview, speaker, onClose }: VoiceDialogProps & { speaker: Speaker }) {
  const t = useText(messages)
  const queries = useQueryClient()
  const { data: participants = [] } = useParticipants(interview.project_id)
  const [label, setLabel] = useState(speaker.label)
  const [role, setRole] = useState<string>(speaker.role)
  const [participant, setParticipant] = useState(speaker.participant_id ?? '')
  const save = useMutation({
    mutationFn: () =>
      api.PATCH('/api/speakers/{speaker_id}', {
        params: { path: { speaker_id: speaker.id } },
        body: { label, role: role as Speaker['role'], participant_id: participant || null },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: interviewQuery(interview.id).queryKey })
      await queries.invalidateQueries({ queryKey: transcriptQuery(interview.id).queryKey })
      onClose()
    },
  })
  return (
    <FormStack>
      <FormProblem error={save.error} />
      <TextField
        label={t('voice.label')}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <SelectField
        label={t('voice.role')}
        allowDeselect={false}
        value={role}
        onChange={(value) => setRole(value ?? 'participant')}
        data={[
          { value: 'participant', label: t('voice.participant') },
          { value: 'interviewer', label: t('voice.interviewer') },
        ]}
      />
      <SelectField
        label={t('voice.who')}
        description={t('voice.help')}
        allowDeselect={false}
        value={participant}
        onChange={(value) => setParticipant(value ?? '')}
        data={[
          { value: '', label: t('voice.nobody') },
          ...participants.map(({ id, pseudonym }) => ({ value: id, label: pseudonym })),
        ]}
      />
      <FormActions>
        <Button
          tone="primary"
          busy={save.isPending}
          disabled={label.trim() === ''}
          onClick={() => save.mutate()}
        >
          {t('voice.save')}
        </Button>
      </FormActions>
    </FormStack>
  )
}
