import { useId } from 'react'
import { Label } from '@/components/Chip'
import { SelectField, SwitchField } from '@/components/fields'
import { SegmentedControl } from '@/components/SegmentedControl'
import { useText } from '@/lib/i18n'
import styles from './ColumnMapper.module.css'
import { messages } from './messages'
import { type Mode, type Plan, type Role, type Table, replanned, rolesFor, withRole } from './plan'

const TAGS_SHOWN = 12

interface ColumnMapperProps {
  table: Table
  onChange: (plan: Plan) => void
}

/** What each column of a table holds: guessed with its reason, and changed in place. */
export function ColumnMapper({ table, onChange }: ColumnMapperProps) {
  const t = useText(messages)
  const heading = useId()
  const needed: Role = table.mode === 'survey' ? 'question' : 'text'
  const lacking = !table.columns.some(({ role }) => role === needed)
  return (
    <section className={styles.mapper} aria-labelledby={heading}>
      <div className={styles.head}>
        <h2 id={heading} className={styles.heading}>
          {t('title')}
        </h2>
        <span className={styles.count}>{t('rows', { count: table.rows })}</span>
      </div>
      <div className={styles.choices}>
        <SegmentedControl<Mode>
          label={t('mode')}
          value={table.mode}
          options={[
            { value: 'turns', label: t('mode.turns') },
            { value: 'survey', label: t('mode.survey') },
          ]}
          onChange={(mode) => onChange(replanned(table, { mode }))}
        />
        <SwitchField
          label={t('header')}
          checked={table.header}
          onChange={(event) => onChange(replanned(table, { header: event.currentTarget.checked }))}
        />
        {table.sheets.length > 1 && (
          <SelectField
            label={t('sheet')}
            data={table.sheets}
            value={table.sheet}
            allowDeselect={false}
            onChange={(sheet) => onChange(replanned(table, { sheet: sheet ?? table.sheet }))}
          />
        )}
      </div>
      {lacking && (
        <p className={styles.lacking} role="alert">
          {table.mode === 'survey' ? t('lackingQuestion') : t('lackingText')}
        </p>
      )}
      <ol className={styles.columns}>
        {table.columns.map((_, index) => (
          <ColumnRow key={index} table={table} index={index} onChange={onChange} />
        ))}
      </ol>
      <Tags tags={table.tags} />
    </section>
  )
}

function ColumnRow({ table, index, onChange }: ColumnMapperProps & { index: number }) {
  const t = useText(messages)
  const column = table.columns[index]
  if (!column) return null
  const name = column.name || t('column', { number: index + 1 })
  const reason = t(`reason.${column.reason}`)
  return (
    <li className={styles.column} data-role={column.role}>
      <div className={styles.what}>
        <p className={styles.name} dir="auto">
          {name}
        </p>
        <p className={styles.filled}>{t('filled', { count: column.filled, total: table.rows })}</p>
      </div>
      <ul className={styles.samples}>
        {column.samples.map((sample, at) => (
          <li key={at} dir="auto">
            {sample}
          </li>
        ))}
      </ul>
      <SelectField
        className={styles.role}
        aria-label={t('holds', { name })}
        description={reason || undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={rolesFor(table.mode).map((role) => ({ value: role, label: t(`role.${role}`) }))}
        value={column.role}
        allowDeselect={false}
        onChange={(role) => onChange(withRole(table, index, role as Role))}
      />
    </li>
  )
}

/** What the column of tags will do. */
function Tags({ tags }: { tags: string[] }) {
  const t = useText(messages)
  if (tags.length === 0) return null
  const rest = tags.length - TAGS_SHOWN
  return (
    <div className={styles.tags}>
      <p>{t('tags')}</p>
      <p className={styles.list}>
        {tags.slice(0, TAGS_SHOWN).map((tag) => (
          <Label key={tag}>
            <span dir="auto">{tag}</span>
          </Label>
        ))}
        {rest > 0 && <span>{t('moreTags', { count: rest })}</span>}
      </p>
    </div>
  )
}
