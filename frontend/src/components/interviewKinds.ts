import type { Schema } from '@/api/client'
import { defineMessages } from '@/lib/i18n'

export type InterviewKind = Schema<'InterviewOut'>['kind']

/** The kinds of conversation, in the order in which they are offered. */
export const INTERVIEW_KINDS = [
  'interview',
  'focus_group',
  'support_call',
  'usability_session',
  'survey',
  'field_note',
  'colleague_story',
] as const satisfies readonly InterviewKind[]

/** What each kind is called, the same on every screen. */
export const kindMessages = defineMessages('interviewKinds', {
  en: {
    interview: 'Interview',
    focus_group: 'Focus group',
    support_call: 'Support call',
    usability_session: 'Usability session',
    survey: 'Survey',
    field_note: 'Field note',
    colleague_story: 'Colleague’s story',
  },
  de: {
    interview: 'Interview',
    focus_group: 'Fokusgruppe',
    support_call: 'Supportanruf',
    usability_session: 'Usability-Sitzung',
    survey: 'Umfrage',
    field_note: 'Feldnotiz',
    colleague_story: 'Aus dem Kollegenkreis',
  },
})
