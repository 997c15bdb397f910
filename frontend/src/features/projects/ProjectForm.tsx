import { useState } from 'react'
import {
  ChoiceCards,
  DateField,
  FormPair,
  PlainForm,
  SubmitActions,
  TextArea,
  TextField,
  faultOf,
} from '@/components/fields'
import { useText } from '@/lib/i18n'
import type { Project } from '@/api/projects'
import { messages } from './messages'

interface ProjectDraft {
  name: string
  goal: string
  questions: string[]
  team: string
  access: 'open' | 'restricted'
  starts_on: string | null
  ends_on: string | null
}

const EMPTY = {
  name: '',
  goal: '',
  questions: [],
  team: '',
  access: 'open',
  starts_on: null,
  ends_on: null,
} as const

interface ProjectFormProps {
  project?: Project
  error: unknown
  busy: boolean
  onSubmit: (draft: ProjectDraft) => void
  onCancel: () => void
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

export function ProjectForm({ project, error, busy, onSubmit, onCancel }: ProjectFormProps) {
  const t = useText(messages)
  const [draft, setDraft] = useState<ProjectDraft>({ ...EMPTY, questions: [], ...project })
  const [questions, setQuestions] = useState(draft.questions.join('\n'))
  const set = (change: Partial<ProjectDraft>) => setDraft({ ...draft, ...change })
  const submit = () => {
    const { name, goal, team, access, starts_on, ends_on } = draft
    onSubmit({ name, goal, team, access, starts_on, ends_on, questions: linesOf(questions) })
  }
  return (
    <PlainForm error={error} fields={['name', 'goal', 'team']} onSubmit={submit}>
      <TextField
        label={t('form.name')}
        required
        withAsterisk={false}
        data-autofocus
        value={draft.name}
        error={faultOf(error, 'name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextArea
        label={t('form.goal')}
        description={t('form.goalHint')}
        rows={3}
        value={draft.goal}
        error={faultOf(error, 'goal')}
        onChange={(event) => set({ goal: event.currentTarget.value })}
      />
      <TextArea
        label={t('form.questions')}
        description={t('form.questionsHint')}
        rows={3}
        value={questions}
        onChange={(event) => setQuestions(event.currentTarget.value)}
      />
      <TextField
        label={t('form.team')}
        value={draft.team}
        error={faultOf(error, 'team')}
        onChange={(event) => set({ team: event.currentTarget.value })}
      />
      <FormPair>
        <DateField
          label={t('form.starts')}
          value={draft.starts_on ?? ''}
          onChange={(event) => set({ starts_on: event.currentTarget.value || null })}
        />
        <DateField
          label={t('form.ends')}
          value={draft.ends_on ?? ''}
          min={draft.starts_on ?? undefined}
          onChange={(event) => set({ ends_on: event.currentTarget.value || null })}
        />
      </FormPair>
      <ChoiceCards
        label={t('form.access')}
        value={draft.access}
        onChange={(access) => set({ access })}
        options={[
          { value: 'open', label: t('open'), description: t('form.openHint') },
          { value: 'restricted', label: t('form.restricted'), description: t('form.restrictedHint') },
        ]}
      />
      <SubmitActions label={project ? t('save') : t('create')} busy={busy} onCancel={onCancel} />
    </PlainForm>
  )
}
