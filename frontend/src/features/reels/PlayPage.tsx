/** /play: everything that a search found, one after the other, without saving it. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '@/api/client'
import { Button } from '@/components/Button'
import { Loaded } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { PageSkeleton } from '@/components/Skeletons'
import { EmptyState } from '@/components/States'
import { type FoundAll, type SearchParams, foundAll, useReelOfAll } from '@/features/search'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import type { Unsaved } from './api'
import { Balance } from './Balance'
import { messages } from './messages'
import styles from './ReelPage.module.css'
import { ReelPlayer } from './ReelPlayer'

interface ToPlay extends FoundAll {
  reel: Unsaved | null
}

export function PlayPage({ params }: { params: SearchParams }) {
  const found = useQuery({
    queryKey: ['play', params],
    queryFn: () => loaded(params),
    // What plays must not change under the listener.
    refetchOnWindowFocus: false,
  })
  return (
    <Loaded query={found} waiting={<PageSkeleton />}>
      {(all) => <Playing params={params} all={all} />}
    </Loaded>
  )
}

async function loaded(params: SearchParams): Promise<ToPlay> {
  const all = await foundAll(params)
  if (all.ids.length === 0) return { ...all, reel: null }
  const query = { quote_id: all.ids }
  const { data } = await api.GET('/api/reels/of-quotes', { params: { query } })
  return { ...all, reel: data ?? null }
}

function Playing({ params, all }: { params: SearchParams; all: ToPlay }) {
  const t = useText(messages)
  const format = useFormat()
  const make = useReelOfAll()
  const title = params.q ? `“${params.q}”` : all.names.join(', ') || t('play.title')
  const { reel } = all
  return (
    <>
      <PageHeader
        above={
          <Link to="/search" search={params}>
            {t('play.back')}
          </Link>
        }
        title={title}
        lead={
          reel && all.total > reel.items.length
            ? t('play.some', { shown: format.number(reel.items.length), total: format.number(all.total) })
            : t('play.lead')
        }
        actions={
          reel && (
            <Button
              tone="primary"
              icon="reel"
              busy={make.isPending}
              onClick={() => make.mutate({ params, title: all.names.join(', ') })}
            >
              {t('play.save')}
            </Button>
          )
        }
      />
      {reel && reel.items.length > 0 ? (
        <div className={styles.page}>
          <ReelPlayer reel={{ items: reel.items, title }} autoplay />
          <Balance reel={reel} />
        </div>
      ) : (
        <EmptyState icon="search" title={t('play.none')}>
          <p>{t('play.noneText')}</p>
        </EmptyState>
      )}
    </>
  )
}
