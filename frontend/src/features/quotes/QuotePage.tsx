/** One quote by its permalink: the words huge, the voice, and where they come from. */
import { kindMessages } from '@/components/interviewKinds'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { $api, type Schema } from '@/api/client'
import { isProblem } from '@/api/problem'
import { Button, LinkButton } from '@/components/Button'
import { ConsentBadge } from '@/components/ConsentBadge'
import { usePageTitle } from '@/components/PageHeader'
import { QuoteSkeleton } from '@/components/Skeletons'
import { ErrorState, NoAccess } from '@/components/States'
import { useCopyLink } from '@/components/useCopy'
import { ShareButton } from '@/features/sharing'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { Turns } from './Around'
import { PlayableQuote } from './PlayableQuote'
import styles from './QuotePage.module.css'
import { ReelDialog } from './ReelDialog'
import { messages } from './messages'

type Quote = Schema<'QuotePageOut'>

export function QuotePage({ quoteId }: { quoteId: string }) {
  const t = useText(messages)
  const params = { path: { quote_id: quoteId }, query: { context: 3 } }
  const quote = $api.useQuery('get', '/api/quotes/{quote_id}', { params })
  if (isProblem(quote.error, 'not_found')) {
    return (
      <NoAccess title={t('page.gone')}>
        <p>{t('page.goneText')}</p>
        <Link to="/search">{t('page.search')}</Link>
      </NoAccess>
    )
  }
  if (quote.error) return <ErrorState error={quote.error} retry={() => void quote.refetch()} />
  return quote.data ? <Content quote={quote.data} /> : <QuoteSkeleton count={1} />
}

function Content({ quote }: { quote: Quote }) {
  const t = useText(messages)
  const format = useFormat()
  const who = format.list(quote.speakers.map((voice) => voice.name)) || t('unknown')
  const copy = useCopyLink()
  const [choosing, setChoosing] = useState(false)
  const title = t('title', { who })
  usePageTitle(title)
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">{title}</h1>
      <PlayableQuote quote={quote} size="lg" around={false} />
      <div className={styles.actions}>
        <Button icon="reel" onClick={() => setChoosing(true)}>
          {t('page.reel')}
        </Button>
        {quote.highlight_id && (
          <ShareButton target={{ kind: 'highlight', id: quote.highlight_id, title: '' }} />
        )}
        <Button icon="link" onClick={() => copy(quote.permalink)}>
          {t('page.copy')}
        </Button>
        <OpenInInterview quote={quote} />
      </div>
      <div className={styles.columns}>
        {quote.context.length > 0 && (
          <section>
            <h2 className={styles.heading}>{t('page.around')}</h2>
            <Turns quote={quote} link={false} />
          </section>
        )}
        <About quote={quote} />
      </div>
      <ReelDialog opened={choosing} onClose={() => setChoosing(false)} quoteIds={[quote.id]} />
    </div>
  )
}

function OpenInInterview({ quote }: { quote: Quote }) {
  const t = useText(messages)
  return (
    <LinkButton
      icon="interview"
      to="/interviews/$interviewId"
      params={{ interviewId: quote.interview.id }}
      search={{
        ...(quote.start_ms === null ? {} : { t: quote.start_ms }),
        ...(quote.highlight_id ? { h: quote.highlight_id } : {}),
      }}
    >
      {t('open')}
    </LinkButton>
  )
}

function About({ quote }: { quote: Quote }) {
  const t = useText(messages)
  const kindName = useText(kindMessages)
  const format = useFormat()
  const { interview, project } = quote
  return (
    <section>
      <h2 className={styles.heading}>{t('page.about')}</h2>
      <dl className={styles.facts}>
        <dt>{t('page.interview')}</dt>
        <dd>
          <Link to="/interviews/$interviewId" params={{ interviewId: interview.id }}>
            {interview.title}
          </Link>
        </dd>
        <dt>{t('page.kind')}</dt>
        <dd>
          {kindName(interview.kind)} · {format.language(interview.language)}
        </dd>
        {interview.held_on && (
          <>
            <dt>{t('page.held')}</dt>
            <dd>{format.date(interview.held_on)}</dd>
          </>
        )}
        <dt>{t('page.project')}</dt>
        <dd>
          <Link to="/projects/$projectId" params={{ projectId: project.id }}>
            {project.name}
          </Link>
        </dd>
        <dt>{t('page.consent')}</dt>
        <dd>
          <ConsentBadge status={quote.pending ? 'pending' : 'granted'} scope={quote.scope} />
        </dd>
        {quote.note && (
          <>
            <dt>{t('page.note')}</dt>
            <dd className={styles.note}>{quote.note}</dd>
          </>
        )}
      </dl>
    </section>
  )
}
