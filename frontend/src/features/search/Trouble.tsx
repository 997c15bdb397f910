/** When a search finds nothing, little, or cannot be answered: what happened, and what to do next. */
import { Link } from '@tanstack/react-router'
import { Problem, isProblem } from '@/api/problem'
import { Button } from '@/components/Button'
import { EmptyState, ErrorState } from '@/components/States'
import { useText } from '@/lib/i18n'
import styles from './Trouble.module.css'
import { useGo } from './going'
import { messages } from './messages'
import { type SearchParams, choicesIn, renamed, withoutChoices } from './params'
import type { Answer } from './useFound'

export function NothingFound({ params }: { params: SearchParams }) {
  const t = useText(messages)
  const go = useGo()
  const count = choicesIn(params)
  if (!params.q && count === 0) {
    return <EmptyState title={t('empty.nothingTitle')}>{t('empty.nothing')}</EmptyState>
  }
  const widen = <Button onClick={() => go(withoutChoices(params))}>{t('empty.widen')}</Button>
  return (
    <EmptyState icon="search" title={t('none')} action={count > 0 ? widen : undefined}>
      {count > 0 ? t('empty.choices', { count }) : t('empty.words')}
    </EmptyState>
  )
}

/** Better spellings, names that were probably meant, and whether the answer is complete. */
export function Suggestions({ params, answer }: { params: SearchParams; answer: Answer }) {
  const t = useText(messages)
  const meant = answer.did_you_mean
  if (!meant && answer.hints.length === 0 && !answer.degraded) return null
  return (
    <div className={styles.lines}>
      {meant && (
        <p>
          {t('didYouMean')} <Ask params={params} q={meant} />?
        </p>
      )}
      {answer.hints.map(({ field, value, suggestion }) => (
        <p key={`${field}:${value}`}>
          {suggestion ? t('hintMeant', { value }) : t('hint', { value })}{' '}
          {suggestion && (
            <>
              <Ask params={params} q={renamed(params.q ?? '', value, suggestion)} label={suggestion} />?
            </>
          )}
        </p>
      ))}
      {answer.degraded && <p>{t('degraded')}</p>}
    </div>
  )
}

function Ask({ params, q, label = q }: { params: SearchParams; q: string; label?: string }) {
  return (
    <Link to="/search" search={{ ...params, q }} className={styles.ask}>
      {label}
    </Link>
  )
}

interface TroubleProps {
  params: SearchParams
  error: unknown
  retry: () => void
}

export function SearchTrouble({ params, error, retry }: TroubleProps) {
  const t = useText(messages)
  if (isProblem(error, 'search_unavailable')) {
    return (
      <EmptyState
        icon="hourglass"
        title={t('down.title')}
        action={<Button onClick={retry}>{t('retry')}</Button>}
      >
        {t('down.text')}
      </EmptyState>
    )
  }
  if (error instanceof Problem && typeof error.extra.column === 'number') {
    return <BadQuery params={params} problem={error} column={error.extra.column} />
  }
  return <ErrorState error={error} retry={retry} />
}

const EXPLAINED = ['unknown_field', 'bad_date', 'unknown_flag'] as const

/** Points at the place in what was typed; the answers before stay where they are. */
function BadQuery({ params, problem, column }: { params: SearchParams; problem: Problem; column: number }) {
  const t = useText(messages)
  const typed = [...(params.q ?? '')]
  const length = typeof problem.extra.length === 'number' ? problem.extra.length : 1
  const what = typed.slice(column, column + length).join('')
  const known = EXPLAINED.find((code) => code === problem.code)
  const { suggestion } = problem.extra
  const better =
    typeof suggestion === 'string'
      ? [...typed.slice(0, column), suggestion, ...typed.slice(column + length)].join('')
      : null
  return (
    <div className={styles.bad} role="alert">
      <p className={styles.typed}>
        {typed.slice(0, column).join('')}
        <span className={styles.wrong}>{what}</span>
        {typed.slice(column + length).join('')}
      </p>
      <p>{known ? t(`bad.${known}`, { what }) : problem.detail}</p>
      {better !== null && typeof suggestion === 'string' && (
        <Link to="/search" search={{ ...params, q: better }} className={styles.ask}>
          {t('bad.use', { what: suggestion })}
        </Link>
      )}
    </div>
  )
}
