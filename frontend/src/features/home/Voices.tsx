import { useState } from 'react'
import { $api, type Schema } from '@/api/client'
import { Button, LinkButton } from '@/components/Button'
import { Section } from '@/components/Card'
import { Loaded } from '@/components/Loaded'
import { QuoteSkeleton } from '@/components/Skeletons'
import { PlayableQuote } from '@/features/quotes'
import { useText } from '@/lib/i18n'
import styles from './HomePage.module.css'
import { Welcome } from './Welcome'
import { messages } from './messages'

const SHOWN = 4

/** The first thing an employee meets: one voice, large, ready to play; more of them below. */
export function Voices() {
  const recent = $api.useQuery('get', '/api/quotes/recent', { params: { query: { limit: 12 } } })
  return (
    <Loaded query={recent} waiting={<QuoteSkeleton count={2} />}>
      {({ items }) => (items.length > 0 ? <Heard quotes={items} /> : <Read />)}
    </Loaded>
  )
}

/** Where nothing can be played: the newest words that were marked, to be read. */
function Read() {
  const newest = $api.useQuery('get', '/api/search', {
    params: { query: { sort: 'newest', limit: 40, facets: [] } },
  })
  const marked = newest.data?.items.filter(({ highlight_id }) => highlight_id !== null) ?? []
  if (newest.isPending) return <QuoteSkeleton count={2} />
  return marked.length > 0 ? <Heard quotes={marked} /> : <Welcome />
}

function Heard({ quotes }: { quotes: Schema<'QuoteOut'>[] }) {
  const t = useText(messages)
  const [turn, setTurn] = useState(0)
  const featured = quotes[turn % quotes.length]
  const others = quotes.filter((quote) => quote !== featured).slice(0, SHOWN)
  return (
    <>
      {featured && (
        <section className={styles.featured} aria-label={t('featured')}>
          <PlayableQuote key={featured.id} quote={featured} size="lg" />
          {quotes.length > 1 && (
            <Button tone="quiet" size="sm" icon="arrow-end" onClick={() => setTurn(turn + 1)}>
              {t('another')}
            </Button>
          )}
        </section>
      )}
      {others.length > 0 && (
        <Section
          title={t('recent')}
          actions={
            <LinkButton to="/search" tone="quiet" size="sm">
              {t('allRecent')}
            </LinkButton>
          }
        >
          <div className={styles.voices}>
            {others.map((quote) => (
              <PlayableQuote key={quote.id} quote={quote} />
            ))}
          </div>
        </Section>
      )}
    </>
  )
}
