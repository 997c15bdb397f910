/** How a table is read: what each column holds. Pure. */
import type { Schema } from '@/api/client'
import { messages } from './messages'

export type Table = Schema<'TableOut'>
export type Plan = Schema<'TableIn'>
export type Column = Schema<'ColumnOut'>
export type Role = Column['role']
export type Mode = Table['mode']

const ROLES: Record<Mode, readonly Role[]> = {
  turns: ['text', 'speaker', 'start', 'end', 'duration', 'tags', 'ignore'],
  survey: ['question', 'participant', 'attribute', 'date', 'contact', 'legal_name', 'ignore'],
}
/** Parts that several columns may have. */
const SHARED: readonly Role[] = ['ignore', 'question', 'attribute', 'contact', 'legal_name']

/** The parts a column may have. */
export function rolesFor(mode: Mode): readonly Role[] {
  return ROLES[mode]
}

/** What stands in force now, to be sent back with a change. */
function planOf({ mode, header, sheet, columns }: Table): Plan {
  return { mode, header, sheet, roles: columns.map(({ role }) => role) }
}

/** Gives a column a part; a part that only one column can have is taken from the one that had it. */
export function withRole(table: Table, index: number, role: Role): Plan {
  const free: Role = table.mode === 'survey' ? 'attribute' : 'ignore'
  const roles = table.columns.map((column, at) => {
    if (at === index) return role
    return column.role === role && !SHARED.includes(role) ? free : column.role
  })
  return { ...planOf(table), roles }
}

/** Another way to read the rows, or another sheet: the columns are guessed anew. */
export function replanned(table: Table, change: Partial<Pick<Plan, 'mode' | 'header' | 'sheet'>>): Plan {
  if (change.sheet !== undefined) return { sheet: change.sheet, roles: [] }
  return { mode: table.mode, header: table.header, ...change, sheet: table.sheet, roles: [] }
}

export interface SurveyChoices {
  asker: string
  respondent: string
  consent: 'pending' | 'team' | 'company' | 'public'
}

/** The consent of everyone new in a survey; pending is what the server gives without one. */
export function consentOf(choice: SurveyChoices['consent']): Schema<'ConsentIn'> | null {
  if (choice === 'pending') return null
  return { status: 'granted', scope: choice, media_allowed: true, evidence: '' }
}

/** What is said of a survey until somebody says otherwise, in the words of the page's language. */
export function surveyDefaults(): SurveyChoices {
  const words = messages[document.documentElement.lang === 'de' ? 'de' : 'en']
  return { asker: words.defaultAsker, respondent: words.defaultRespondent, consent: 'pending' }
}
