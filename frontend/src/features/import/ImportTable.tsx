import { INTERVIEW_KINDS, kindMessages } from '@/components/interviewKinds'
import { useMemo, useState } from 'react'
import { SelectField, SwitchField } from '@/components/fields'
import { SegmentedControl } from '@/components/SegmentedControl'
import { useText } from '@/lib/i18n'
import { ItemRow } from './ItemRow'
import { type Item, loneRecordings, wantsALook } from './items'
import { messages } from './messages'
import styles from './Table.module.css'
import type { Import } from './useImport'

const MANY = 6
const NONE: readonly Item[] = []
type Part = 'all' | 'look' | 'saved'

/** Everything that is being brought in, a row an interview; what fails in one stops no other. */
export function ImportTable({ importing, projectId }: { importing: Import; projectId: string | null }) {
  const t = useText(messages)
  const { items, people, actions } = importing
  const [part, setPart] = useState<Part>('all')
  const looks = useMemo(() => items.filter(wantsALook), [items])
  const lone = useMemo(() => loneRecordings(items), [items])
  const saved = items.filter(({ stage }) => stage === 'saved')
  const shown = part === 'look' ? looks : part === 'saved' ? saved : items
  return (
    <>
      {items.length > 1 && (
        <div className={styles.tools}>
          {items.length > MANY && (
            <SegmentedControl<Part>
              label={t('show')}
              value={part}
              options={[
                { value: 'all', label: t('show.all', { count: items.length }) },
                { value: 'look', label: t('show.look', { count: looks.length }) },
                { value: 'saved', label: t('show.saved', { count: saved.length }) },
              ]}
              onChange={setPart}
            />
          )}
          <ForAll importing={importing} />
        </div>
      )}
      <table className={styles.table} aria-label={t('files')}>
        <thead className={styles.heads}>
          <tr>
            <td />
            <th scope="col">{t('fact.interview')}</th>
            <th scope="col">{t('fact.format')}</th>
            <th scope="col" data-number>
              {t('fact.turns')}
            </th>
            <th scope="col" data-number>
              {t('fact.speakers')}
            </th>
            <th scope="col" data-number>
              {t('fact.length')}
            </th>
            <th scope="col">{t('fact.state')}</th>
            <td />
          </tr>
        </thead>
        {shown.map((item) => (
          <ItemRow
            key={item.id}
            item={item}
            actions={actions}
            people={people}
            projectId={projectId}
            lone={item.opened ? lone : NONE}
          />
        ))}
      </table>
      {shown.length === 0 && <p className={styles.nothing}>{t('show.none')}</p>}
      {importing.beside.length > 0 && (
        <p className={styles.beside}>
          {t('beside', {
            count: importing.beside.length,
            names: [...new Set(importing.beside)].slice(0, 5).join(', '),
          })}
        </p>
      )}
    </>
  )
}

/** What is the same for every interview is said once. */
function ForAll({ importing }: { importing: Import }) {
  const t = useText(messages)
  const kindName = useText(kindMessages)
  const { items, actions } = importing
  const kinds = new Set(items.map(({ details }) => details.kind))
  const joining = items.filter(({ stage, preview }) => stage === 'ready' && preview?.can_join)
  return (
    <div className={styles.all}>
      <SelectField
        size="sm"
        label={t('all.kind')}
        data={INTERVIEW_KINDS.map((kind) => ({ value: kind, label: kindName(kind) }))}
        value={kinds.size === 1 ? ([...kinds][0] ?? null) : null}
        placeholder={t('all.mixed')}
        allowDeselect={false}
        onChange={(kind) => kind && actions.editAll({ kind: kind })}
      />
      {joining.length > 0 && (
        <SwitchField
          label={t('all.join')}
          checked={joining.every(({ join }) => join)}
          onChange={(event) => actions.rereadAll(event.currentTarget.checked)}
        />
      )}
    </div>
  )
}
