import { useState } from 'react'
import { type Project } from '@/api/projects'
import { useMay } from '@/api/session'
import { Button, IconButton } from '@/components/Button'
import { Card } from '@/components/Card'
import { SelectField, TextField } from '@/components/fields'
import { Menu } from '@/components/Menu'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { type Attribute } from '@/features/attributes'
import { useText } from '@/lib/i18n'
import { Conditions } from './Conditions'
import styles from './FilterBar.module.css'
import { SegmentDialog, type Subject } from './SegmentDialog'
import { type Segment, createSegment, removeSegment, useRefreshSegments, useSegments } from './api'
import { type Field, askAbout, useFields } from './fields'
import { type Filter, isWhole } from './filter'
import { messages } from './messages'

interface FilterBarProps {
  filter: Filter
  projects: readonly Project[]
  attributes: readonly Attribute[]
  onChange: (filter: Filter) => void
}

/** Narrows the list of participants: by project, by a saved segment, by words, by conditions of one's own. */
export function FilterBar({ filter, projects, attributes, onChange }: FilterBarProps) {
  const t = useText(messages)
  const segments = useSegments(filter.project).data ?? []
  const fields = useFields(attributes)
  const [subject, setSubject] = useState<Subject | null>(null)
  const chosen = segments.find(({ id }) => id === filter.segment)
  const asking = filter.where !== undefined
  const [first] = fields
  return (
    <div className={styles.bar}>
      <div className={styles.choices}>
        <TextField
          label={t('text')}
          type="search"
          value={filter.text ?? ''}
          onChange={(event) => onChange({ ...filter, text: event.currentTarget.value || undefined })}
        />
        {projects.length > 1 && (
          <SelectField
            label={t('project')}
            placeholder={t('allProjects')}
            clearable
            searchable={projects.length > 8}
            data={projects.map(({ id, name }) => ({ value: id, label: name }))}
            value={filter.project ?? null}
            onChange={(project) => onChange({ text: filter.text, project: project ?? undefined })}
          />
        )}
        <div className={styles.segment}>
          <SelectField
            label={t('segment')}
            placeholder={t(segments.length > 0 ? 'everybody' : 'noSegments')}
            clearable
            disabled={segments.length === 0}
            data={segments.map(({ id, name, people }) => ({
              value: id,
              label: t('counted', { name, count: people }),
            }))}
            value={filter.segment ?? null}
            onChange={(segment) => onChange({ ...filter, segment: segment ?? undefined })}
          />
          {chosen?.may_change && (
            <SegmentMenu
              segment={chosen}
              onEdit={() => setSubject({ edit: chosen })}
              onGone={() => onChange({ ...filter, segment: undefined })}
            />
          )}
        </div>
        <Button
          icon="filter"
          aria-expanded={asking}
          onClick={() =>
            onChange({ ...filter, where: asking || !first ? undefined : [askAbout(first)], match: undefined })
          }
        >
          {t(asking ? 'noConditions' : 'conditions')}
        </Button>
      </div>
      {chosen?.description && <p className={styles.what}>{chosen.description}</p>}
      {asking && <Asking filter={filter} fields={fields} onChange={onChange} onSave={setSubject} />}
      <SegmentDialog
        subject={subject}
        projects={projects}
        fields={fields}
        onClose={() => setSubject(null)}
        onSaved={(segment) => onChange({ text: filter.text, project: filter.project, segment: segment.id })}
      />
    </div>
  )
}

interface AskingProps {
  filter: Filter
  fields: readonly Field[]
  onChange: (filter: Filter) => void
  onSave: (subject: Subject) => void
}

function Asking({ filter, fields, onChange, onSave }: AskingProps) {
  const t = useText(messages)
  const mayResearch = useMay('researcher')
  const { where = [], match = 'all' } = filter
  const whole = where.filter(isWhole)
  return (
    <Card tone="sunken">
      <Conditions
        fields={fields}
        conditions={where}
        match={match}
        onChange={(conditions, next) =>
          onChange({ ...filter, where: conditions.length > 0 ? conditions : undefined, match: next })
        }
      />
      {mayResearch && whole.length > 0 && (
        <div className={styles.save}>
          <Button size="sm" onClick={() => onSave({ where: whole, match, project: filter.project })}>
            {t('save')}
          </Button>
          <span>{t('saveHint')}</span>
        </div>
      )}
    </Card>
  )
}

interface SegmentMenuProps {
  segment: Segment
  onEdit: () => void
  onGone: () => void
}

function SegmentMenu({ segment, onEdit, onGone }: SegmentMenuProps) {
  const t = useText(messages)
  const refresh = useRefreshSegments()
  const report = useReport()
  const undoable = useUndo()
  const remove = () =>
    void removeSegment(segment)
      .then(refresh)
      .then(() => {
        onGone()
        const { project_id, name, description, match, conditions } = segment
        const again = () => createSegment({ project_id, name, description, match, conditions }).then(refresh)
        undoable({ text: t('deleted', { name }), undo: again })
      })
      .catch(report)
  return (
    <Menu
      target={<IconButton icon="more" label={t('more', { name: segment.name })} />}
      entries={[
        { label: t('edit'), icon: 'edit', onSelect: onEdit },
        { label: t('delete'), icon: 'trash', danger: true, onSelect: remove },
      ]}
    />
  )
}
