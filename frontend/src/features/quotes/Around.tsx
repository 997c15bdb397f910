/** The turns around a quote. What may not be read keeps its place. */
import { Link } from '@tanstack/react-router'
import { $api, type Schema } from '@/api/client'
import { ErrorState } from '@/components/States'
import { Bar } from '@/components/Skeletons'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './Around.module.css'
import { messages } from './messages'

type QuotePage = Schema<'QuotePageOut'>

const REACH = 3

export function Around({ quoteId, reach = REACH }: { quoteId: string; reach?: number }) {
  const params = { path: { quote_id: quoteId }, query: { context: reach } }
  const quote = $api.useQuery('get', '/api/quotes/{quote_id}', { params })
  if (quote.error) return <ErrorState error={quote.error} retry={() => void quote.refetch()} />
  if (!quote.data) {
    return (
      <div className={styles.turns}>
        <Bar width="80%" />
        <Bar width="64%" />
      </div>
    )
  }
  return <Turns quote={quote.data} />
}

export function Turns({ quote, link = true }: { quote: QuotePage; link?: boolean }) {
  const t = useText(messages)
  const format = useFormat()
  return (
    <div className={styles.turns}>
      <ol className={styles.list} aria-label={t('around.label')}>
        {quote.context.map((turn) => (
          <li key={turn.turn_id} className={styles.turn} data-inside={turn.inside || undefined}>
            <span className={styles.who}>
              {turn.speaker?.name ?? t('unknown')}
              {turn.start_ms !== null && <span className={styles.at}>{format.clock(turn.start_ms)}</span>}
            </span>
            {turn.text === null ? (
              <em className={styles.withheld}>{t('withheld')}</em>
            ) : (
              <span lang={quote.interview.language} dir="auto">
                {turn.text}
              </span>
            )}
          </li>
        ))}
      </ol>
      {link && (
        <Link
          to="/interviews/$interviewId"
          params={{ interviewId: quote.interview.id }}
          search={{
            ...(quote.start_ms === null ? {} : { t: quote.start_ms }),
            ...(quote.highlight_id ? { h: quote.highlight_id } : {}),
          }}
          className={styles.open}
        >
          {t('open')}
        </Link>
      )}
    </div>
  )
}
