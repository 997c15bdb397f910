/** Saves a search under a name, to be followed. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '@/api/client'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { CheckField, NameField, PlainForm, SubmitActions } from '@/components/fields'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { messages } from './messages'
import type { SearchParams } from './params'

export function SaveTopic({ params, title }: { params: SearchParams; title: string }) {
  const t = useText(messages)
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button icon="flag" size="sm" tone="quiet" onClick={() => setOpened(true)}>
        {t('topic.save')}
      </Button>
      <Dialog title={t('topic.title')} opened={opened} onClose={() => setOpened(false)}>
        {opened && <Form params={params} title={title} onClose={() => setOpened(false)} />}
      </Dialog>
    </>
  )
}

function Form({ params, title, onClose }: { params: SearchParams; title: string; onClose: () => void }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [name, setName] = useState(title)
  const [mine, setMine] = useState(false)
  const save = useMutation({
    mutationFn: async () => {
      // A topic goes by words: how much is new by meaning, nobody could count.
      const search = { ...NOTHING, ...params, q: params.q ?? '', added_since: undefined, ratio: 0 }
      return (await api.POST('/api/topics', { body: { name, private: mine, search } })).data
    },
    onSuccess: async (topic) => {
      await queries.invalidateQueries({ queryKey: ['get', '/api/topics'] })
      onClose()
      if (!topic) return
      const run = () => void navigate({ to: '/topics/$topicId', params: { topicId: topic.id } })
      showToast({
        text: t('topic.done', { name: topic.name }),
        tone: 'success',
        action: { label: t('topic.open'), run },
      })
    },
  })
  return (
    <PlainForm error={save.error} fields={['name']} onSubmit={() => save.mutate()}>
      <p>{t('topic.lead')}</p>
      <NameField label={t('topic.name')} value={name} error={save.error} onChange={setName} />
      <CheckField
        label={t('topic.private')}
        description={t('topic.privateHint')}
        checked={mine}
        onChange={(event) => setMine(event.currentTarget.checked)}
      />
      <SubmitActions
        label={t('topic.create')}
        busy={save.isPending}
        disabled={name.trim() === ''}
        onCancel={onClose}
      />
    </PlainForm>
  )
}

/** Every facet, none of them ticked. */
const NOTHING = {
  project: [],
  tag: [],
  emotion: [],
  role: [],
  segment: [],
  persona: [],
  kind: [],
  language: [],
  month: [],
  person: [],
  interview: [],
}
