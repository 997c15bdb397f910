/** Making a persona, or editing what it is called and what it says. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '@/components/Dialog'
import { NameField, PlainForm, SubmitActions, TextArea, faultOf } from '@/components/fields'
import { useText } from '@/lib/i18n'
import { type Persona, createPersona, usePersonaActions } from './api'
import { messages } from './messages'

interface PersonaDialogProps {
  /** The one to edit; none makes a new one. */
  persona?: Persona
  opened: boolean
  onClose: () => void
  onMade?: (persona: Persona) => void
}

export function PersonaDialog({ opened, ...rest }: PersonaDialogProps) {
  const t = useText(messages)
  return (
    <Dialog title={t(rest.persona ? 'form.edit' : 'form.new')} opened={opened} onClose={rest.onClose}>
      {opened && <Form {...rest} />}
    </Dialog>
  )
}

function Form({ persona, onClose, onMade }: Omit<PersonaDialogProps, 'opened'>) {
  const t = useText(messages)
  const { change, reload } = usePersonaActions()
  const [name, setName] = useState(persona?.name ?? '')
  const [description, setDescription] = useState(persona?.description ?? '')
  const save = useMutation({
    mutationFn: async () => {
      if (persona) return change(persona, { name, description })
      const made = await createPersona({ name, description })
      await reload()
      onMade?.(made)
    },
    onSuccess: onClose,
  })
  return (
    <PlainForm error={save.error} fields={['name', 'description']} onSubmit={() => save.mutate()}>
      <NameField
        label={t('form.name')}
        description={t('form.nameHint')}
        value={name}
        error={save.error}
        onChange={setName}
      />
      <TextArea
        label={t('form.description')}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={2000}
        value={description}
        error={faultOf(save.error, 'description')}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <SubmitActions
        label={t(persona ? 'form.save' : 'form.create')}
        busy={save.isPending}
        disabled={name.trim() === ''}
        onCancel={onClose}
      />
    </PlainForm>
  )
}
