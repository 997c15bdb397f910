import {
  DateField,
  FormStack,
  MultiSelectField,
  SelectField,
  TextArea,
  TextField,
  faultOf,
} from '@/components/fields'
import { useText } from '@/lib/i18n'
import type { Attribute } from './api'
import { messages } from './messages'
import { type Values, numberOf, useShownValue } from './values'

interface AttributeFieldsProps {
  attributes: readonly Attribute[]
  values: Values
  error: unknown
  onChange: (values: Values) => void
}

/** A field for each attribute, made for its type. Archived ones show only where somebody has a value. */
export function AttributeFields({ attributes, values, error, onChange }: AttributeFieldsProps) {
  const asked = attributes.filter(({ archived, key }) => !archived || key in values)
  if (asked.length === 0) return null
  return (
    <FormStack>
      {asked.map((attribute) => (
        <AttributeField
          key={attribute.id}
          attribute={attribute}
          value={values[attribute.key]}
          error={faultOf(error, attribute.key)}
          onChange={(value) => onChange({ ...values, [attribute.key]: value })}
        />
      ))}
    </FormStack>
  )
}

interface AttributeFieldProps {
  attribute: Attribute
  value: unknown
  error?: string
  onChange: (value: unknown) => void
}

function AttributeField({ attribute, value, error, onChange }: AttributeFieldProps) {
  const t = useText(messages)
  const shown = useShownValue()
  const look = { label: attribute.label, description: attribute.description || undefined, error }
  const text = typeof value === 'string' ? value : (shown(attribute.type, value) ?? '')
  const choices = (chosen: unknown[]) => [...new Set([...attribute.options, ...chosen.map(String)])]
  switch (attribute.type) {
    case 'number':
      return (
        <TextField
          {...look}
          inputMode="decimal"
          value={typeof value === 'number' ? String(value) : text}
          onChange={(event) => onChange(keptText(event.currentTarget.value))}
          onBlur={(event) => onChange(numberOf(event.currentTarget.value))}
        />
      )
    case 'date':
      return <DateField {...look} value={text} onChange={(event) => onChange(event.currentTarget.value)} />
    case 'yes_no':
      return (
        <SelectField
          {...look}
          clearable
          placeholder={t('unknown')}
          data={[
            { value: 'yes', label: t('yes') },
            { value: 'no', label: t('no') },
          ]}
          value={typeof value === 'boolean' ? (value ? 'yes' : 'no') : null}
          onChange={(chosen) => onChange(chosen === null ? null : chosen === 'yes')}
        />
      )
    case 'one_of':
      return (
        <SelectField
          {...look}
          clearable
          placeholder={t('unknown')}
          data={choices(text ? [text] : [])}
          value={text || null}
          onChange={onChange}
        />
      )
    case 'several_of': {
      const chosen = Array.isArray(value) ? value.map(String) : []
      return (
        <MultiSelectField {...look} clearable data={choices(chosen)} value={chosen} onChange={onChange} />
      )
    }
    case 'text':
      return text.length > 60 ? (
        <TextArea {...look} autosize value={text} onChange={(event) => onChange(event.currentTarget.value)} />
      ) : (
        <TextField {...look} value={text} onChange={(event) => onChange(event.currentTarget.value)} />
      )
  }
}

/** While somebody types, "1," is not yet a number and must not be taken away from them. */
function keptText(text: string): number | string | null {
  const number = numberOf(text)
  return typeof number === 'number' && String(number) === text ? number : text
}
