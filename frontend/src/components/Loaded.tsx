import type { ReactNode } from 'react'
import { useText } from '@/lib/i18n'
import { Button } from './Button'
import styles from './Loaded.module.css'
import { messages } from './messages'
import { PageSkeleton, RowsSkeleton } from './Skeletons'
import { ErrorState } from './States'

interface Answer<Data> {
  data: Data | undefined
  error: unknown
  refetch: () => unknown
}

interface LoadedProps<Data> {
  query: Answer<Data>
  /** What stands there while it loads. */
  waiting?: ReactNode
  children: (data: NonNullable<Data>) => ReactNode
  /** It is the whole page: what went wrong is then the page's heading. */
  page?: boolean
}

/** Shows what a query found; before that a skeleton, and when it failed, why and what to do. */
export function Loaded<Data>({ query, page, waiting, children }: LoadedProps<Data>) {
  if (query.data !== undefined && query.data !== null) return children(query.data)
  if (query.error)
    return <ErrorState error={query.error} retry={() => void query.refetch()} level={page ? 1 : 2} />
  return waiting ?? (page ? <PageSkeleton /> : <RowsSkeleton />)
}

interface Paged {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}

/** The next page of a list, when there is one. */
export function More({ query }: { query: Paged }) {
  const t = useText(messages)
  if (!query.hasNextPage) return null
  return (
    <div className={styles.more}>
      <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t('loadMore')}
      </Button>
    </div>
  )
}
