import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, IconButton } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import {
  FieldGroup,
  NameField,
  PlainForm,
  SelectField,
  SubmitActions,
  TextField,
  faultOf,
} from '@/components/fields'
import { useText } from '@/lib/i18n'
import styles from './AttributesPage.module.css'
import { type Attribute, type AttributeType, CHOOSING, TYPES, change, create, useRefresh } from './api'
import { messages } from './messages'
import { type Choice, moved, renamedOf } from './options'

/** What the dialog is about: an attribute to edit, or a new one of a project (null: of the company). */
export type Subject = { edit: Attribute } | { of: string | null }

export function AttributeDialog({ subject, onClose }: { subject: Subject | null; onClose: () => void }) {
  const t = useText(messages)
  const editing = subject !== null && 'edit' in subject
  return (
    <Dialog title={t(editing ? 'form.edit' : 'form.new')} opened={subject !== null} onClose={onClose}>
      {subject && <Form subject={subject} onClose={onClose} />}
    </Dialog>
  )
}

function Form({ subject, onClose }: { subject: Subject; onClose: () => void }) {
  const t = useText(messages)
  const refresh = useRefresh()
  const before = 'edit' in subject ? subject.edit : null
  const [label, setLabel] = useState(before?.label ?? '')
  const [type, setType] = useState<AttributeType>(before?.type ?? 'text')
  const [description, setDescription] = useState(before?.description ?? '')
  const [choices, setChoices] = useState<Choice[]>(() =>
    (before?.options ?? []).map((option) => ({ was: option, now: option })),
  )
  const save = useMutation({
    mutationFn: async () => {
      const options = CHOOSING.includes(type) ? choices.map(({ now }) => now.trim()).filter(Boolean) : []
      const values = { label, type, description, options }
      if ('edit' in subject) await change(subject.edit, { ...values, renamed: renamedOf(choices) })
      else await create({ ...values, project_id: subject.of })
    },
    onSuccess: async () => {
      await refresh()
      onClose()
    },
  })
  return (
    <PlainForm error={save.error} fields={['label', 'options']} onSubmit={() => save.mutate()}>
      <NameField label={t('form.label')} value={label} error={save.error} field="label" onChange={setLabel} />
      <SelectField
        label={t('form.type')}
        description={before && before.people > 0 ? t('form.typeHint', { count: before.people }) : undefined}
        data={TYPES.map((one) => ({ value: one, label: t(`type.${one}`) }))}
        value={type}
        allowDeselect={false}
        onChange={(one) => setType(one ?? 'text')}
      />
      {CHOOSING.includes(type) && (
        <Choices choices={choices} error={faultOf(save.error, 'options')} onChange={setChoices} />
      )}
      <TextField
        label={t('form.description')}
        description={t('form.descriptionHint')}
        value={description}
        maxLength={500}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <SubmitActions
        label={t(before ? 'save' : 'add')}
        busy={save.isPending}
        disabled={label.trim() === ''}
        onCancel={onClose}
      />
    </PlainForm>
  )
}

interface ChoicesProps {
  choices: Choice[]
  error?: string
  onChange: (choices: Choice[]) => void
}

/** The choices, one a line; a renamed one takes along whoever has it. */
function Choices({ choices, error, onChange }: ChoicesProps) {
  const t = useText(messages)
  const lines = choices.length > 0 ? choices : [{ was: null, now: '' }]
  const set = (index: number, now: string) =>
    onChange(lines.map((line, at) => (at === index ? { ...line, now } : line)))
  return (
    <FieldGroup label={t('form.options')}>
      <ol className={styles.choices}>
        {lines.map((line, index) => (
          <li key={index} className={styles.choice}>
            <TextField
              aria-label={t('form.option', { number: index + 1 })}
              value={line.now}
              maxLength={120}
              error={index === 0 ? error : undefined}
              onChange={(event) => set(index, event.currentTarget.value)}
            />
            {index < lines.length - 1 ? (
              <IconButton
                icon="chevron-down"
                size="sm"
                label={t('down', { what: line.now })}
                onClick={() => onChange(moved(lines, index, 1))}
              />
            ) : (
              <span />
            )}
            <IconButton
              icon="close"
              size="sm"
              label={t('form.dropOption', { what: line.now })}
              onClick={() => onChange(lines.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ol>
      <div>
        {' '}
        <Button size="sm" icon="plus" onClick={() => onChange([...lines, { was: null, now: '' }])}>
          {t('form.addOption')}
        </Button>
      </div>
    </FieldGroup>
  )
}
