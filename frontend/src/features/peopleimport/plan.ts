/** What was decided about a table of participants. Pure. */
import type { Schema } from '@/api/client'
import type { Column, Preview, Wanted } from './api'

export const FIELDS = [
  'pseudonym',
  'legal_name',
  'contact',
  'incentive',
  'role',
  'segment',
  'region',
] as const
export type ConsentChoice = 'pending' | 'team' | 'company' | 'public'

/** The columns as they were shown, one of them changed, to be sent back. */
export function withColumn(
  columns: readonly Column[],
  index: number,
  change: Partial<Pick<Column, 'target' | 'type'>>,
): Schema<'PeopleColumnIn'>[] {
  return columns.map(({ target, type }, at) => {
    const next = at === index ? { target, type, ...change } : { target, type }
    return { target: next.target, type: next.target === 'new' ? next.type : null }
  })
}

/** A table read otherwise: what was said of its columns no longer holds. */
export const reread = (wanted: Wanted, change: Partial<Wanted>): Wanted => ({
  ...wanted,
  columns: [],
  ...change,
})

/** The consent of everyone new; null leaves it pending. */
export function consentOf(choice: ConsentChoice): Schema<'ConsentIn'> | null {
  return choice === 'pending' ? null : { status: 'granted', scope: choice, media_allowed: true, evidence: '' }
}

/** How many rows saving would touch. */
export const touched = ({ counts }: Preview): number => counts.create + counts.change
