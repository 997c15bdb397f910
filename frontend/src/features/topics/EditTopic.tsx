import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '@/components/Dialog'
import { CheckField, NameField, PlainForm, SubmitActions } from '@/components/fields'
import { useText } from '@/lib/i18n'
import { type Topic, useTopicActions } from './api'
import { messages } from './messages'

/** Renames a topic, opens or closes it. */
export function EditTopic({ topic, onClose }: { topic: Topic | null; onClose: () => void }) {
  const t = useText(messages)
  return (
    <Dialog title={t('edit.title')} opened={topic !== null} onClose={onClose}>
      {topic && <Form topic={topic} onClose={onClose} />}
    </Dialog>
  )
}

function Form({ topic, onClose }: { topic: Topic; onClose: () => void }) {
  const t = useText(messages)
  const { change } = useTopicActions()
  const [name, setName] = useState(topic.name)
  const [mine, setMine] = useState(topic.private)
  const save = useMutation({ mutationFn: () => change(topic, { name, private: mine }), onSuccess: onClose })
  return (
    <PlainForm error={save.error} fields={['name']} onSubmit={() => save.mutate()}>
      <NameField label={t('edit.name')} value={name} error={save.error} onChange={setName} />
      <CheckField
        label={t('edit.private')}
        checked={mine}
        onChange={(event) => setMine(event.currentTarget.checked)}
      />
      <SubmitActions
        label={t('edit.save')}
        busy={save.isPending}
        disabled={name.trim() === ''}
        onCancel={onClose}
      />
    </PlainForm>
  )
}
