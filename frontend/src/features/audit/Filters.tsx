import { type SyntheticEvent, useState } from 'react'
import { $api } from '@/api/client'
import { itemsOf } from '@/api/pages'
import { useProjects } from '@/api/projects'
import { Button } from '@/components/Button'
import { Chip } from '@/components/Chip'
import { DateField, SelectField, TextField } from '@/components/fields'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './Filters.module.css'
import { messages } from './messages'
import { type AuditParams, GROUP_NAMES } from './params'

interface FiltersProps {
  params: AuditParams
  onChange: (params: AuditParams) => void
}

/** By what, whom, project, days and words; what is in force stands below as chips. */
export function Filters({ params, onChange }: FiltersProps) {
  const t = useText(messages)
  const names = useNames()
  const set = (part: Partial<AuditParams>) => onChange({ ...params, ...part })
  return (
    <>
      <div className={styles.fields}>
        <SelectField
          label={t('filter.what')}
          placeholder={t('filter.any')}
          clearable
          value={params.what ?? null}
          onChange={(value) => set({ what: value ?? undefined })}
          data={GROUP_NAMES.map((value) => ({ value, label: t(`group.${value}`) }))}
        />
        <SelectField
          label={t('filter.actor')}
          placeholder={t('filter.anybody')}
          clearable
          searchable
          value={params.actor ?? null}
          onChange={(value) => set({ actor: value ?? undefined })}
          data={names.people}
        />
        <SelectField
          label={t('filter.project')}
          placeholder={t('filter.anywhere')}
          clearable
          searchable
          value={params.project ?? null}
          onChange={(value) => set({ project: value ?? undefined })}
          data={names.projects}
        />
        <DateField
          label={t('filter.since')}
          value={params.since ?? ''}
          onChange={(event) => set({ since: event.currentTarget.value || undefined })}
        />
        <DateField
          label={t('filter.until')}
          value={params.until ?? ''}
          onChange={(event) => set({ until: event.currentTarget.value || undefined })}
        />
        <Words key={params.q ?? ''} value={params.q ?? ''} onSearch={(q) => set({ q: q || undefined })} />
      </div>
      <InForce params={params} names={names} onChange={onChange} />
    </>
  )
}

function Words({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const t = useText(messages)
  const [text, setText] = useState(value)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    onSearch(text.trim())
  }
  return (
    <form role="search" className={styles.words} onSubmit={submit}>
      <TextField
        label={t('filter.words')}
        placeholder={t('filter.wordsHint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" icon="search">
        {t('filter.search')}
      </Button>
    </form>
  )
}

type Choice = { value: string; label: string }

function useNames(): { people: Choice[]; projects: Choice[] } {
  const people = $api.useQuery('get', '/api/users').data?.items ?? []
  const projects = itemsOf(useProjects().data) ?? []
  const choice = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })
  return { people: people.map(choice), projects: projects.map(choice) }
}

function InForce({ params, names, onChange }: FiltersProps & { names: ReturnType<typeof useNames> }) {
  const t = useText(messages)
  const format = useFormat()
  const nameOf = (choices: Choice[], id: string) => choices.find(({ value }) => value === id)?.label ?? id
  const shown: Record<keyof AuditParams, string | undefined> = {
    what: params.what && t(`group.${params.what}`),
    actor: params.actor && nameOf(names.people, params.actor),
    project: params.project && nameOf(names.projects, params.project),
    target: params.target && t('chip.target'),
    since: params.since && t('chip.since', { day: format.date(params.since) }),
    until: params.until && t('chip.until', { day: format.date(params.until) }),
    q: params.q && `“${params.q}”`,
  }
  const chips = Object.entries(shown).filter((entry): entry is [string, string] => Boolean(entry[1]))
  if (chips.length === 0) return null
  return (
    <div className={styles.chips}>
      {chips.map(([name, label]) => (
        <Chip key={name} label={label} onRemove={() => onChange({ ...params, [name]: undefined })} />
      ))}
      <Button size="sm" tone="quiet" onClick={() => onChange({})}>
        {t('filter.none')}
      </Button>
    </div>
  )
}
