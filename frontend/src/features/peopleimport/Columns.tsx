import { useId } from 'react'
import type { Schema } from '@/api/client'
import { SelectField, SwitchField } from '@/components/fields'
import { useAttributes } from '@/features/attributes'
import { useText } from '@/lib/i18n'
import styles from './PeopleImportPage.module.css'
import type { Column, Preview, Wanted } from './api'
import { messages } from './messages'
import { FIELDS, reread, withColumn } from './plan'

const TYPES: Schema<'AttributeOut'>['type'][] = ['text', 'number', 'date', 'yes_no', 'one_of', 'several_of']

interface ColumnsProps {
  projectId: string
  preview: Preview
  onChange: (change: Wanted) => void
}

/** What each column of the table holds: guessed, and changed in place. */
export function Columns({ projectId, preview, onChange }: ColumnsProps) {
  const t = useText(messages)
  const heading = useId()
  return (
    <section className={styles.part} aria-labelledby={heading}>
      <h2 id={heading} className={styles.heading}>
        {t('columns')}
      </h2>
      <div className={styles.choices}>
        <SwitchField
          label={t('header')}
          checked={preview.header}
          onChange={(event) =>
            onChange(reread({}, { header: event.currentTarget.checked, sheet: preview.sheet }))
          }
        />
        {preview.sheets.length > 1 && (
          <SelectField
            label={t('sheet')}
            data={preview.sheets}
            value={preview.sheet}
            allowDeselect={false}
            onChange={(sheet) => onChange(reread({}, { sheet: sheet ?? '' }))}
          />
        )}
      </div>
      <ol className={styles.columns}>
        {preview.columns.map((column, index) => (
          <ColumnRow
            key={index}
            projectId={projectId}
            column={column}
            number={index + 1}
            onChange={(change) => onChange({ columns: withColumn(preview.columns, index, change) })}
          />
        ))}
      </ol>
    </section>
  )
}

interface ColumnRowProps {
  projectId: string
  column: Column
  number: number
  onChange: (change: Partial<Pick<Column, 'target' | 'type'>>) => void
}

function ColumnRow({ projectId, column, number, onChange }: ColumnRowProps) {
  const t = useText(messages)
  const attributes = useAttributes(projectId).data ?? []
  const name = column.name || t('column', { number })
  const targets = [
    {
      group: t('group.fields'),
      items: FIELDS.map((field) => ({ value: field, label: t(`field.${field}`) })),
    },
    {
      group: t('group.attributes'),
      items: [
        ...attributes
          .filter(({ archived }) => !archived)
          .map(({ key, label }) => ({ value: `attribute:${key}`, label })),
        { value: 'new', label: t('new') },
      ],
    },
    { group: t('group.none'), items: [{ value: 'ignore', label: t('ignore') }] },
  ]
  return (
    <li className={styles.column} data-role={column.target}>
      <div>
        <p className={styles.name} dir="auto">
          {name}
        </p>
        <p className={styles.filled}>{t('filled', { count: column.filled })}</p>
      </div>
      <ul className={styles.samples}>
        {column.samples.map((sample, at) => (
          <li key={at} dir="auto">
            {sample}
          </li>
        ))}
      </ul>
      <div className={styles.target}>
        <SelectField
          aria-label={t('holds', { name })}
          data={targets}
          value={column.target}
          allowDeselect={false}
          onChange={(target) => onChange({ target: target ?? 'ignore', type: null })}
        />
        {column.target === 'new' && (
          <SelectField
            aria-label={t('typeOf', { name })}
            data={TYPES.map((type) => ({ value: type, label: t(`type.${type}`) }))}
            value={column.type}
            allowDeselect={false}
            onChange={(type) => onChange({ type: type })}
          />
        )}
      </div>
    </li>
  )
}
