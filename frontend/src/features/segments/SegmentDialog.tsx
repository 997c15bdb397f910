import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Project } from '@/api/projects'
import { Dialog } from '@/components/Dialog'
import { NameField, PlainForm, SelectField, SubmitActions, TextField } from '@/components/fields'
import { useText } from '@/lib/i18n'
import { Conditions } from './Conditions'
import { type Segment, changeSegment, createSegment, useRefreshSegments } from './api'
import type { Field } from './fields'
import { type Condition, type Match, isWhole } from './filter'
import { messages } from './messages'

/** What the dialog is about: a segment to edit, or conditions to save as a new one. */
export type Subject = { edit: Segment } | { where: Condition[]; match: Match; project?: string }

interface SegmentDialogProps {
  subject: Subject | null
  projects: readonly Project[]
  fields: readonly Field[]
  onClose: () => void
  onSaved: (segment: { id: string }) => void
}

export function SegmentDialog(props: SegmentDialogProps) {
  const t = useText(messages)
  const { subject, onClose } = props
  const editing = subject !== null && 'edit' in subject
  return (
    <Dialog
      title={t(editing ? 'edit' : 'save')}
      opened={subject !== null}
      onClose={onClose}
      size={editing ? 'lg' : 'md'}
    >
      {subject && <Form {...props} subject={subject} />}
    </Dialog>
  )
}

function Form({ subject, projects, fields, onClose, onSaved }: SegmentDialogProps & { subject: Subject }) {
  const t = useText(messages)
  const refresh = useRefreshSegments()
  const before = 'edit' in subject ? subject.edit : null
  const first = 'edit' in subject ? { where: subject.edit.conditions, match: subject.edit.match } : subject
  const [name, setName] = useState(before?.name ?? '')
  const [description, setDescription] = useState(before?.description ?? '')
  const [project, setProject] = useState<string>('project' in subject ? (subject.project ?? '') : '')
  const [where, setWhere] = useState<Condition[]>([...first.where])
  const [match, setMatch] = useState<Match>(first.match)
  const save = useMutation({
    mutationFn: async (): Promise<{ id: string }> => {
      const values = { name, description, match, conditions: where.filter(isWhole) }
      if (!before) return createSegment({ ...values, project_id: project || null })
      await changeSegment(before, values)
      return before
    },
    onSuccess: async (segment) => {
      await refresh()
      onSaved(segment)
      onClose()
    },
  })
  const own = projects.filter(({ may_research }) => may_research)
  return (
    <PlainForm error={save.error} fields={['name']} onSubmit={() => save.mutate()}>
      <NameField
        label={t('form.name')}
        description={t('form.nameHint')}
        value={name}
        error={save.error}
        onChange={setName}
      />
      <TextField
        label={t('form.description')}
        value={description}
        maxLength={500}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      {before ? (
        <Conditions
          fields={fields}
          conditions={where}
          match={match}
          onChange={(conditions, next) => {
            setWhere(conditions)
            setMatch(next)
          }}
        />
      ) : (
        <SelectField
          label={t('form.where')}
          data={[
            { value: '', label: t('form.company') },
            ...own.map(({ id, name: label }) => ({ value: id, label })),
          ]}
          value={project}
          allowDeselect={false}
          onChange={(next) => setProject(next ?? '')}
        />
      )}
      <SubmitActions
        label={t('form.save')}
        busy={save.isPending}
        disabled={name.trim() === '' || !where.some(isWhole)}
        onCancel={onClose}
      />
    </PlainForm>
  )
}
