/** Finding or creating tags without leaving the keyboard: type, arrows, Enter; Enter on the empty field is done. */
import { useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, type Ref, useId, useState } from 'react'
import { api } from '@/api/client'
import { isProblem } from '@/api/problem'
import { TagChip, TagDot } from '@/components/TagChip'
import { useReport } from '@/components/useReport'
import { useText } from '@/lib/i18n'
import { type Tag, tagsQuery } from './data'
import { messages } from './messages'
import { choicesOf, namedExactly } from './tagging'
import styles from './TagInput.module.css'

interface TagInputProps {
  tags: readonly Tag[]
  chosen: readonly string[]
  /** Tags used lately, newest first: offered before anything is typed. */
  recent: readonly string[]
  onChange: (tagIds: string[]) => void
  onDone: () => void
  ref?: Ref<HTMLInputElement>
}

export function TagInput({ tags, chosen, recent, onChange, onDone, ref }: TagInputProps) {
  const t = useText(messages)
  const id = useId()
  const create = useCreateTag()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(-1)
  const [open, setOpen] = useState(false)
  const choices = choicesOf(tags, typed, chosen, recent)
  const name = typed.trim()
  const offersNew = name !== '' && !namedExactly(tags, name)
  const count = choices.length + (offersNew ? 1 : 0)
  const place = Math.min(at, count - 1)
  // With nothing typed the first choice is only looked at; an arrow takes it in hand.
  const active = open && place >= 0 && (name !== '' || at >= 0)

  const type = (words: string) => {
    setTyped(words)
    setAt(words.trim() ? 0 : -1)
    setOpen(true)
  }
  const add = (tagId: string) => {
    type('')
    setOpen(false)
    if (!chosen.includes(tagId)) onChange([...chosen, tagId])
  }
  const take = (index: number) => {
    const choice = choices[index]
    if (choice) add(choice.tag.id)
    else if (offersNew) void create(name).then((tagId) => tagId && add(tagId))
  }
  const onEnter = () => {
    if (name === '' && !active) onDone()
    else take(Math.max(0, place))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      if (count > 0) setAt(place < 0 && step < 0 ? count - 1 : (place + step + count) % count)
    } else if (event.key === 'Enter') onEnter()
    else if (event.key === 'Backspace' && typed === '') onChange(chosen.slice(0, -1))
    else return
    event.preventDefault()
  }
  return (
    <div className={styles.field}>
      <div className={styles.box}>
        {chosen.map((tagId) => {
          const tag = tags.find((one) => one.id === tagId)
          return (
            tag && (
              <TagChip
                key={tag.id}
                name={tag.name}
                colour={tag.colour}
                onRemove={() => onChange(chosen.filter((one) => one !== tag.id))}
              />
            )
          )
        })}
        <input
          ref={ref}
          className={styles.input}
          role="combobox"
          aria-label={t('tag.label')}
          aria-expanded={open && count > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={active ? `${id}-${place}` : undefined}
          aria-autocomplete="list"
          aria-describedby={`${id}-help`}
          placeholder={chosen.length === 0 ? t('tag.hint') : ''}
          value={typed}
          autoComplete="off"
          data-autofocus
          spellCheck={false}
          onChange={(event) => type(event.target.value)}
          onFocus={() => setOpen(chosen.length === 0)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
      </div>
      <span id={`${id}-help`} className="visually-hidden">
        {t('tag.help')}
      </span>
      {open && count > 0 && (
        <ul id={`${id}-list`} className={styles.list} role="listbox" aria-label={t('tag.list')}>
          {choices.map(({ tag, above }, index) => (
            <Option
              key={tag.id}
              id={`${id}-${index}`}
              selected={active && index === place}
              onTake={() => take(index)}
            >
              <TagDot colour={tag.colour} />
              {above && <span className={styles.above}>{above} /</span>}
              <span>{tag.name}</span>
            </Option>
          ))}
          {offersNew && (
            <Option
              id={`${id}-${choices.length}`}
              selected={active && place === choices.length}
              onTake={() => take(choices.length)}
            >
              <span className={styles.create}>{t('tag.create', { name })}</span>
            </Option>
          )}
        </ul>
      )}
    </div>
  )
}

function Option(props: { id: string; selected: boolean; onTake: () => void; children: React.ReactNode }) {
  return (
    <li
      id={props.id}
      role="option"
      aria-selected={props.selected}
      className={styles.option}
      // On pointer down, before the field loses the focus and the list goes.
      onPointerDown={(event) => {
        event.preventDefault()
        props.onTake()
      }}
    >
      {props.children}
    </li>
  )
}

/** Creates a tag and gives its id; one of that name that exists already is taken instead. */
function useCreateTag(): (name: string) => Promise<string | null> {
  const queries = useQueryClient()
  const report = useReport()
  return async (name) => {
    try {
      const { data } = await api.POST('/api/tags', { body: { name, description: '', synonyms: [] } })
      if (data) queries.setQueryData(tagsQuery.queryKey, (tags) => [...(tags ?? []), data])
      return data?.id ?? null
    } catch (error) {
      if (isProblem(error, 'tag_exists') && typeof error.extra.tag_id === 'string') return error.extra.tag_id
      report(error)
      return null
    }
  }
}
