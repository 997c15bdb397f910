import { Problem } from '@/api/problem'
import { messages as shared } from '@/components/messages'
import { errorText } from '@/components/useReport'
import { useText } from '@/lib/i18n'
import { messages } from './messages'

const KNOWN = [
  'no_webvtt_signature',
  'no_times',
  'empty',
  'unknown_format',
  'not_text',
  'wrong_encoding',
  'nothing_said',
  'too_large',
  'not_media',
  'link_unknown',
  'link_not_secure',
  'damaged',
  'locked',
  'unpacks_too_large',
  'entities',
  'scanned',
  'no_words',
  'too_many_pages',
  'too_slow',
  'too_much_text',
  'old_workbook',
  'old_document',
  'table_too_large',
  'bad_table',
  'no_table',
  'survey_too_large',
  'no_question_column',
  'bad_columns',
  'no_chat',
  'no_elan',
  'no_sheet',
  'no_text',
  'no_text_column',
  'no_textgrid',
  'no_transcriber',
  'no_ttml',
  'unknown_encoding',
  'storage_full',
  'upload_refused',
] as const

/** Says in the reader's words why a file or a link was not taken. */
export function useProblemWords(): (problem: unknown) => string {
  const t = useText(messages)
  const common = useText(shared)
  return (problem) => {
    if (problem instanceof DOMException) return t('refused.cancelled')
    const known = problem instanceof Problem && KNOWN.find((code) => code === problem.code)
    return known ? t(`refused.${known}`) : errorText(common, problem)
  }
}
