/** Making or editing a tag. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import {
  FormActions,
  FormProblem,
  FormStack,
  NameField,
  PlainForm,
  SelectField,
  SubmitActions,
  TextArea,
  WordsField,
} from '@/components/fields'
import { TAG_COLOURS, TagDot } from '@/components/TagChip'
import { useText } from '@/lib/i18n'
import { type Tag, useCodebook } from './api'
import { messages } from './messages'
import styles from './TagForm.module.css'
import { familyOf } from './tree'

/** What the form is about: a tag to edit, or a new one below a parent (or at the top). */
export type Subject = { edit: Tag } | { below: Tag | null }

interface TagFormProps {
  subject: Subject | null
  tags: readonly Tag[]
  onClose: () => void
}

export function TagDialog({ subject, tags, onClose }: TagFormProps) {
  const t = useText(messages)
  const editing = subject !== null && 'edit' in subject
  return (
    <Dialog title={t(editing ? 'form.edit' : 'form.new')} opened={subject !== null} onClose={onClose}>
      {subject && <Form subject={subject} tags={tags} onClose={onClose} />}
    </Dialog>
  )
}

function start(subject: Subject) {
  if ('edit' in subject) return subject.edit
  const { below } = subject
  return {
    name: '',
    parent_id: below?.id ?? null,
    colour: below?.colour ?? 'slate',
    description: '',
    synonyms: [],
  } as const
}

function Form({ subject, tags, onClose }: TagFormProps & { subject: Subject }) {
  const t = useText(messages)
  const codebook = useCodebook()
  const first = start(subject)
  const [name, setName] = useState<string>(first.name)
  const [parent, setParent] = useState(first.parent_id ?? '')
  const [colour, setColour] = useState<Tag['colour']>(first.colour)
  const [description, setDescription] = useState<string>(first.description)
  const [synonyms, setSynonyms] = useState<string[]>([...first.synonyms])
  const save = useMutation({
    mutationFn: async () => {
      const values = { name, colour, description, synonyms }
      const parent_id = parent || null
      if (!('edit' in subject)) await codebook.create({ ...values, parent_id })
      else if (parent_id === subject.edit.parent_id) await codebook.change(subject.edit, values)
      else await codebook.change(subject.edit, { ...values, parent_id })
    },
    onSuccess: onClose,
  })
  const family = 'edit' in subject ? familyOf(tags, subject.edit.id) : new Set<string>()
  const parents = tags
    .filter((tag) => !family.has(tag.id))
    .map(({ id, name: label }) => ({ value: id, label }))
  return (
    <PlainForm error={save.error} fields={['name']} onSubmit={() => save.mutate()}>
      <NameField label={t('form.name')} value={name} error={save.error} onChange={setName} />
      <Colours colour={colour} onChange={setColour} />
      <SelectField
        label={t('form.parent')}
        searchable
        allowDeselect={false}
        value={parent}
        onChange={(value) => setParent(value ?? '')}
        data={[{ value: '', label: t('form.top') }, ...parents]}
      />
      <TextArea
        label={t('form.description')}
        description={t('form.descriptionHint')}
        autosize
        minRows={2}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <WordsField
        label={t('form.synonyms')}
        description={t('form.synonymsHint')}
        value={synonyms}
        onChange={setSynonyms}
      />
      <SubmitActions
        label={t('edit' in subject ? 'form.save' : 'form.create')}
        busy={save.isPending}
        disabled={name.trim() === ''}
        onCancel={onClose}
      />
    </PlainForm>
  )
}

function Colours({ colour, onChange }: { colour: Tag['colour']; onChange: (colour: Tag['colour']) => void }) {
  const t = useText(messages)
  return (
    <fieldset className={styles.colours}>
      <legend className={styles.legend}>{t('form.colour')}</legend>
      {TAG_COLOURS.map((one) => (
        <label key={one} className={styles.colour} title={t(`colour.${one}`)}>
          <input
            type="radio"
            className="visually-hidden"
            name="colour"
            checked={colour === one}
            onChange={() => onChange(one)}
          />
          <TagDot colour={one} />
          <span className="visually-hidden">{t(`colour.${one}`)}</span>
        </label>
      ))}
    </fieldset>
  )
}

export function MergeDialog({
  tag,
  tags,
  onClose,
  onMerged,
}: {
  tag: Tag | null
  tags: readonly Tag[]
  onClose: () => void
  onMerged: (into: Tag) => void
}) {
  const t = useText(messages)
  return (
    <Dialog title={t('merge.title', { name: tag?.name ?? '' })} opened={tag !== null} onClose={onClose}>
      {tag && <Merge tag={tag} tags={tags} onMerged={onMerged} />}
    </Dialog>
  )
}

function Merge({ tag, tags, onMerged }: { tag: Tag; tags: readonly Tag[]; onMerged: (into: Tag) => void }) {
  const t = useText(messages)
  const codebook = useCodebook()
  const [into, setInto] = useState<string | null>(null)
  const target = tags.find((one) => one.id === into)
  const merge = useMutation({
    mutationFn: () => codebook.merge(tag, into ?? ''),
    onSuccess: () => target && onMerged(target),
  })
  const family = familyOf(tags, tag.id)
  return (
    <FormStack>
      <p>{t('merge.text', { name: tag.name })}</p>
      <FormProblem error={merge.error} />
      <SelectField
        label={t('merge.into')}
        searchable
        value={into}
        onChange={setInto}
        data={tags.filter((one) => !family.has(one.id)).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <FormActions>
        <Button tone="primary" busy={merge.isPending} disabled={!target} onClick={() => merge.mutate()}>
          {t('merge.do')}
        </Button>
      </FormActions>
    </FormStack>
  )
}
