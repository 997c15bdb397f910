/** What narrows the list of participants, as it stands in the address. Pure. */
import type { Schema } from '@/api/client'

export type Condition = Schema<'ConditionIn'>
export type Operator = Condition['operator']
export type Match = 'all' | 'any'

export interface Filter {
  project?: string
  segment?: string
  text?: string
  where?: Condition[]
  match?: Match
}

const isCondition = (raw: unknown): raw is Condition =>
  typeof raw === 'object' &&
  raw !== null &&
  typeof (raw as Condition).field === 'string' &&
  typeof (raw as Condition).operator === 'string'

/** Reads a filter out of an address; what it does not understand is left out. */
export function readFilter(raw: Record<string, unknown>): Filter {
  const where = Array.isArray(raw.where) ? raw.where.filter(isCondition) : []
  return {
    ...(typeof raw.project === 'string' ? { project: raw.project } : {}),
    ...(typeof raw.segment === 'string' ? { segment: raw.segment } : {}),
    ...(typeof raw.text === 'string' && raw.text ? { text: raw.text } : {}),
    ...(where.length > 0 ? { where } : {}),
    ...(raw.match === 'any' ? { match: 'any' as const } : {}),
  }
}

const NOTHING: readonly Operator[] = ['empty', 'filled']
const MANY: readonly Operator[] = ['any_of', 'all_of', 'none_of']

export const takesNothing = (operator: Operator) => NOTHING.includes(operator)
export const takesMany = (operator: Operator) => MANY.includes(operator)

/** Whether a condition is complete enough to be asked. */
export function isWhole({ operator, value }: Condition): boolean {
  if (takesNothing(operator)) return true
  if (takesMany(operator)) return Array.isArray(value) && value.length > 0
  return value !== null && value !== undefined && value !== ''
}

/** The conditions of a filter as the API takes them; undefined when there is none to ask. */
export function whereOf(filter: Filter): string | undefined {
  const whole = (filter.where ?? []).filter(isWhole)
  return whole.length > 0 ? JSON.stringify(whole) : undefined
}
