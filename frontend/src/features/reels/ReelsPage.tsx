import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { itemsOf } from '@/api/pages'
import { Avatar } from '@/components/Avatar'
import { LinkButton } from '@/components/Button'
import { Grid } from '@/components/Card'
import { LinkSheet, SheetTitle } from '@/components/LinkSheet'
import { Loaded, More } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { Dotted } from '@/components/Rows'
import { SegmentedControl } from '@/components/SegmentedControl'
import { QuoteSkeleton } from '@/components/Skeletons'
import { EmptyState } from '@/components/States'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { type ReelCard, useReels } from './api'
import { messages } from './messages'
import styles from './ReelsPage.module.css'

const SHOWN_VOICES = 4

export function ReelsPage() {
  const t = useText(messages)
  const [which, setWhich] = useState<'all' | 'mine'>('all')
  const reels = useReels(which === 'mine')
  const options = (['all', 'mine'] as const).map((value) => ({ value, label: t(value) }))
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <>
            <LinkButton to="/sharing" tone="quiet" icon="share">
              {t('shared')}
            </LinkButton>
            <SegmentedControl label={t('which')} value={which} options={options} onChange={setWhich} />
          </>
        }
      />
      <Loaded query={{ ...reels, data: itemsOf(reels.data) }} waiting={<QuoteSkeleton count={3} />}>
        {(items) =>
          items.length ? (
            <Grid min="21rem">
              {items.map((reel) => (
                <Sheet key={reel.id} reel={reel} />
              ))}
            </Grid>
          ) : (
            <NoReel />
          )
        }
      </Loaded>
      <More query={reels} />
    </>
  )
}

function NoReel() {
  const t = useText(messages)
  return (
    <EmptyState
      icon="reel"
      title={t('empty.title')}
      action={
        <LinkButton to="/search" tone="primary" icon="search">
          {t('empty.search')}
        </LinkButton>
      }
    >
      <p>{t('empty.text')}</p>
    </EmptyState>
  )
}

/** A reel as its first words, and who is in it. */
function Sheet({ reel }: { reel: ReelCard }) {
  const t = useText(messages)
  const format = useFormat()
  return (
    <LinkSheet>
      <p className={styles.opening} dir="auto">
        {reel.opening}
      </p>
      <SheetTitle level={2} className={styles.name}>
        <Link to="/reels/$reelId" params={{ reelId: reel.id }}>
          {reel.title}
        </Link>
      </SheetTitle>
      <div className={styles.foot}>
        <span className={styles.voices}>
          {reel.speakers.slice(0, SHOWN_VOICES).map((name) => (
            <Avatar key={name} name={name} size="sm" />
          ))}
        </span>
        <p className={styles.meta}>
          <Dotted
            parts={[
              t('people', { count: reel.people }),
              format.clock(reel.length_ms),
              reel.owner_name && t('by', { who: reel.owner_name }),
            ]}
          />
        </p>
      </div>
    </LinkSheet>
  )
}
