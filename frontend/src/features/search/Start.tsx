/** Before anything is typed: what to try, and what was searched for on this device. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { $api } from '@/api/client'
import { useText } from '@/lib/i18n'
import styles from './Start.module.css'
import { messages } from './messages'
import { forgetSearches, recentSearches } from './recent'

const EXAMPLES = 5

export function Start() {
  const t = useText(messages)
  const [recent, setRecent] = useState(recentSearches)
  const examples = useExamples()
  const forget = () => {
    forgetSearches()
    setRecent([])
  }
  return (
    <section className={styles.start}>
      <h2 className={styles.title}>{t('start.title')}</h2>
      <p className={styles.text}>{t('start.text')}</p>
      {examples.length > 0 && <Words label={t('start.try')} words={examples} />}
      {recent.length > 0 && (
        <div className={styles.recent}>
          <Words label={t('start.recent')} words={recent} />
          <button type="button" className={styles.forget} onClick={forget}>
            {t('start.forget')}
          </button>
        </div>
      )}
    </section>
  )
}

/** The names of the tags heard most, as this reader may hear them: words that are sure to find something. */
function useExamples(): string[] {
  const query = { limit: 0, facets: ['tag' as const] }
  const found = $api.useQuery(
    'get',
    '/api/search',
    { params: { query } },
    { staleTime: 300_000, retry: false },
  )
  const tags = found.data?.facets.tag?.values ?? []
  // Tags with a parent say something; their parents only gather.
  const telling = tags.filter((tag) => tag.parent_id !== null)
  return (telling.length > 0 ? telling : tags).flatMap((tag) => tag.label ?? []).slice(0, EXAMPLES)
}

function Words({ label, words }: { label: string; words: readonly string[] }) {
  return (
    <div className={styles.words}>
      <span className={styles.label}>{label}</span>
      {words.map((q) => (
        <Link key={q} to="/search" search={{ q }} className={styles.word}>
          {q}
        </Link>
      ))}
    </div>
  )
}
