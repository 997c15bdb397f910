import { useId, useState } from 'react'
import { Label } from '@/components/Chip'
import { Icon } from '@/components/Icon'
import { Table } from '@/components/Rows'
import { SegmentedControl } from '@/components/SegmentedControl'
import { useText } from '@/lib/i18n'
import styles from './PeopleImportPage.module.css'
import type { Preview, Row } from './api'
import { messages } from './messages'
import { FIELDS } from './plan'

const MANY = 50
const ACTIONS = ['create', 'change', 'same', 'refuse'] as const
type Action = (typeof ACTIONS)[number]
type Part = Action | 'all'

/** What each row would do. */
export function Rows({ preview }: { preview: Preview }) {
  const t = useText(messages)
  const heading = useId()
  const [part, setPart] = useState<Part>('all')
  const present = ACTIONS.filter((action) => preview.counts[action] > 0)
  const shown = preview.rows.filter(({ action }) => part === 'all' || action === part)
  return (
    <section className={styles.part} aria-labelledby={heading}>
      <h2 id={heading} className={styles.heading}>
        {t('rows')}
      </h2>
      {present.length > 1 && (
        <SegmentedControl<Part>
          label={t('show')}
          value={part}
          options={[
            { value: 'all', label: t('show.all') },
            ...present.map((action) => ({
              value: action,
              label: t(`show.${action}`, { count: preview.counts[action] }),
            })),
          ]}
          onChange={setPart}
        />
      )}
      <Table label={t('rows')} columns={[t('line'), t('who'), t('does')]} stacks>
        {shown.slice(0, MANY).map((row) => (
          <RowLine key={row.line} row={row} />
        ))}
      </Table>
      {shown.length > MANY && <p className={styles.filled}>{t('more', { count: shown.length - MANY })}</p>}
    </section>
  )
}

function RowLine({ row }: { row: Row }) {
  const t = useText(messages)
  return (
    <tr>
      <td className={styles.line} data-label={t('line')}>
        {row.line}
      </td>
      <td>
        <span dir="auto">{row.pseudonym}</span>
      </td>
      <td>
        <div className={styles.does}>
          <Label>{t(`action.${row.action}`)}</Label>
          {row.exposes_name && (
            <p className={styles.warning}>
              <Icon name="alert" size={16} />
              {t('exposes')}
            </p>
          )}
          {row.faults.map((fault) => (
            <p key={fault.code + fault.field} className={styles.fault}>
              <FieldName field={fault.field} /> {fault.message}
            </p>
          ))}
          {row.action !== 'refuse' && <Changes row={row} />}
        </div>
      </td>
    </tr>
  )
}

function Changes({ row }: { row: Row }) {
  const told = row.changes.filter(({ field }) => row.action === 'change' || field !== 'pseudonym')
  if (told.length === 0) return null
  return (
    <ul className={styles.changes}>
      {told.map(({ field, before, after }) => (
        <li key={field} dir="auto">
          <FieldName field={field} /> {before && <del>{before}</del>} {after}
        </li>
      ))}
    </ul>
  )
}

function FieldName({ field }: { field: string }) {
  const t = useText(messages)
  if (field === '') return null
  const known = FIELDS.find((name) => name === field)
  return <b>{known ? t(`field.${known}`) : field.replace(/^(attribute|new):/, '')}:</b>
}
