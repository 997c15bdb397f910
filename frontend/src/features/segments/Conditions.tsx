import { Button, IconButton } from '@/components/Button'
import { DateField, MultiSelectField, SelectField, TextField } from '@/components/fields'
import { SegmentedControl } from '@/components/SegmentedControl'
import { useText } from '@/lib/i18n'
import styles from './Conditions.module.css'
import { type Field, OPERATORS, askAbout, startOf } from './fields'
import { type Condition, type Match, type Operator, takesMany, takesNothing } from './filter'
import { messages } from './messages'

interface ConditionsProps {
  fields: readonly Field[]
  conditions: readonly Condition[]
  match: Match
  onChange: (conditions: Condition[], match: Match) => void
}

/** Questions about participants, of which all or any have to be answered yes. */
export function Conditions({ fields, conditions, match, onChange }: ConditionsProps) {
  const t = useText(messages)
  const [first] = fields
  const set = (index: number, condition: Condition) =>
    onChange(
      conditions.map((one, at) => (at === index ? condition : one)),
      match,
    )
  return (
    <div className={styles.conditions}>
      {conditions.length > 1 && (
        <SegmentedControl<Match>
          label={t('match')}
          value={match}
          options={[
            { value: 'all', label: t('match.all') },
            { value: 'any', label: t('match.any') },
          ]}
          onChange={(next) => onChange([...conditions], next)}
        />
      )}
      <ol className={styles.list}>
        {conditions.map((condition, index) => (
          <li key={index} className={styles.condition}>
            <Question fields={fields} condition={condition} onChange={(next) => set(index, next)} />
            <IconButton
              icon="close"
              label={t('drop', { number: index + 1 })}
              onClick={() =>
                onChange(
                  conditions.filter((_, at) => at !== index),
                  match,
                )
              }
            />
          </li>
        ))}
      </ol>
      {first && conditions.length < 20 && (
        <Button size="sm" icon="plus" onClick={() => onChange([...conditions, askAbout(first)], match)}>
          {t(conditions.length > 0 ? 'another' : 'ask')}
        </Button>
      )}
    </div>
  )
}

interface QuestionProps {
  fields: readonly Field[]
  condition: Condition
  onChange: (condition: Condition) => void
}

function Question({ fields, condition, onChange }: QuestionProps) {
  const t = useText(messages)
  const field = fields.find(({ name }) => name === condition.field)
  const operators = field ? OPERATORS[field.type] : []
  const known = operators.includes(condition.operator) ? operators : [condition.operator, ...operators]
  const ask = (name: string | null) => {
    const next = fields.find((one) => one.name === name)
    if (next) onChange(askAbout(next))
  }
  const turn = (operator: Operator) => {
    const alike =
      takesMany(operator) === takesMany(condition.operator) &&
      takesNothing(operator) === takesNothing(condition.operator)
    const value = alike || !field ? condition.value : startOf(field, operator)
    onChange({ ...condition, operator, value })
  }
  return (
    <div className={styles.question}>
      <SelectField
        aria-label={t('field')}
        data={fields.map(({ name, label }) => ({ value: name, label }))}
        value={field ? field.name : null}
        placeholder={t('gone')}
        searchable={fields.length > 8}
        allowDeselect={false}
        onChange={ask}
      />
      <SelectField
        aria-label={t('operator')}
        data={known.map((one) => ({ value: one, label: t(`op.${one}`) }))}
        value={condition.operator}
        allowDeselect={false}
        onChange={(operator) => operator && turn(operator)}
      />
      {field && !takesNothing(condition.operator) && (
        <Value field={field} condition={condition} onChange={(value) => onChange({ ...condition, value })} />
      )}
    </div>
  )
}

interface ValueProps {
  field: Field
  condition: Condition
  onChange: (value: unknown) => void
}

function Value({ field, condition, onChange }: ValueProps) {
  const t = useText(messages)
  const { value } = condition
  const label = t('value', { what: field.label })
  if (takesMany(condition.operator))
    return (
      <MultiSelectField
        aria-label={label}
        data={field.options}
        value={Array.isArray(value) ? value.map(String) : []}
        onChange={onChange}
      />
    )
  switch (field.type) {
    case 'yes_no':
      return (
        <SelectField
          aria-label={label}
          data={[
            { value: 'yes', label: t('yes') },
            { value: 'no', label: t('no') },
          ]}
          value={value === false ? 'no' : 'yes'}
          allowDeselect={false}
          onChange={(chosen) => onChange(chosen === 'yes')}
        />
      )
    case 'date':
      return (
        <DateField
          aria-label={label}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'number':
      return (
        <TextField
          aria-label={label}
          type="number"
          step="any"
          value={typeof value === 'number' ? value : ''}
          onChange={(event) =>
            onChange(event.currentTarget.value === '' ? '' : Number(event.currentTarget.value))
          }
        />
      )
    default:
      return (
        <TextField
          aria-label={label}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
  }
}
