import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { type Schema, api } from '@/api/client'
import { Button } from '@/components/Button'
import { SidePanel } from '@/components/Dialog'
import { Loaded } from '@/components/Loaded'
import { RowsSkeleton } from '@/components/Skeletons'
import { TextField } from '@/components/fields'
import { useReport } from '@/components/useReport'
import { useText } from '@/lib/i18n'
import { type Reel, useAddQuote } from './api'
import type { Editing } from './editing'
import styles from './AddMoments.module.css'
import { messages } from './messages'

type Found = Schema<'FoundOut'>
const SHOWN = 20

interface AddMomentsProps {
  reel: Reel
  editing: Editing
  opened: boolean
  onClose: () => void
}

/** Search beside the reel: what is found goes to its end, without leaving the page. */
export function AddMoments({ reel, editing, opened, onClose }: AddMomentsProps) {
  const t = useText(messages)
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const found = useQuery({
    queryKey: ['search', 'for reel', q],
    enabled: opened && q !== '',
    retry: false,
    queryFn: async ({ signal }) => {
      const query = { q, limit: SHOWN, facets: [] }
      return (await api.GET('/api/search', { params: { query }, signal })).data?.items ?? []
    },
  })
  return (
    <SidePanel title={t('addMoments')} opened={opened} onClose={onClose} size="lg">
      <TextField
        label={t('findMoments')}
        type="search"
        value={typed}
        data-autofocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {q !== '' && (
        <Loaded query={found} waiting={<RowsSkeleton count={5} />}>
          {(items) =>
            items.length === 0 ? (
              <p className={styles.none}>{t('foundNone')}</p>
            ) : (
              <ul className={styles.list}>
                {items.map((quote) => (
                  <Row key={quote.id} quote={quote} reel={reel} editing={editing} />
                ))}
              </ul>
            )
          }
        </Loaded>
      )}
    </SidePanel>
  )
}

function Row({ quote, reel, editing }: { quote: Found; reel: Reel; editing: Editing }) {
  const t = useText(messages)
  const report = useReport()
  const add = useAddQuote(reel.id)
  const [added, setAdded] = useState(false)
  const isIn =
    added || reel.items.some((item) => item.highlight_id && item.highlight_id === quote.highlight_id)
  const speakers = quote.speakers.map(({ name }) => name).join(', ')
  const put = () =>
    void add(quote.id)
      .then((made) => {
        editing.take(made)
        setAdded(true)
      })
      .catch(report)
  return (
    <li className={styles.row}>
      <div>
        <p className={styles.words} lang={quote.interview.language} dir="auto">
          {quote.text}
        </p>
        <p className={styles.by}>{`${speakers} · ${quote.interview.title}`}</p>
      </div>
      <Button
        size="sm"
        icon={isIn ? 'check' : 'plus'}
        disabled={isIn || editing.saving !== 'saved'}
        aria-label={isIn ? t('isIn', { who: speakers }) : t('putIn', { who: speakers })}
        onClick={put}
      >
        {isIn ? t('in') : t('add')}
      </Button>
    </li>
  )
}
