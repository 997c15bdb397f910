/** What a condition may ask about, and which questions each type takes (as in the API). */
import type { Attribute } from '@/features/attributes'
import { type Translate, useText } from '@/lib/i18n'
import { type Condition, type Operator, takesMany, takesNothing } from './filter'
import { messages } from './messages'

export type Type = Attribute['type']

export interface Field {
  name: string
  label: string
  type: Type
  options: { value: string; label: string }[]
}

export const OPERATORS: Record<Type, Operator[]> = {
  text: ['contains', 'is', 'is_not', 'empty', 'filled'],
  number: ['at_least', 'at_most', 'is', 'is_not', 'empty', 'filled'],
  date: ['before', 'after', 'is', 'empty', 'filled'],
  yes_no: ['is', 'empty', 'filled'],
  one_of: ['any_of', 'none_of', 'empty', 'filled'],
  several_of: ['any_of', 'all_of', 'none_of', 'empty', 'filled'],
}

const STANDINGS = ['granted', 'pending', 'withdrawn', 'expired'] as const

const builtIn = (t: Translate<typeof messages>): Field[] => [
  ...(['role', 'segment', 'region', 'pseudonym'] as const).map((name): Field => ({
    name,
    label: t(`field.${name}`),
    type: 'text',
    options: [],
  })),
  {
    name: 'consent',
    label: t('field.consent'),
    type: 'one_of',
    options: STANDINGS.map((value) => ({ value, label: t(`consent.${value}`) })),
  },
]

/** Everything that may be asked about, attributes first. Of two projects' attributes of one name the first counts. */
export function useFields(attributes: readonly Attribute[]): Field[] {
  const t = useText(messages)
  const own = attributes
    .filter(({ key }, index) => attributes.findIndex((other) => other.key === key) === index)
    .map(({ key, label, type, options }): Field => ({
      name: `attribute:${key}`,
      label,
      type,
      options: options.map((option) => ({ value: option, label: option })),
    }))
  return [...own, ...builtIn(t)]
}

/** A first question about a field. */
export function askAbout(field: Field): Condition {
  const operator = OPERATORS[field.type][0] ?? 'filled'
  return { field: field.name, operator, value: startOf(field, operator) }
}

/** What a question begins with when its kind changes. */
export function startOf(field: Field, operator: Operator): unknown {
  if (takesNothing(operator)) return null
  if (takesMany(operator)) return []
  return field.type === 'yes_no' ? true : ''
}
