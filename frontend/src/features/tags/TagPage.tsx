/** /tags/$id: what was said about one thing, in the customers' own words, ready to become a reel. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '@/api/client'
import { itemsOf } from '@/api/pages'
import { Problem } from '@/api/problem'
import { useMay } from '@/api/session'
import { Button, IconButton } from '@/components/Button'
import { ShareButton } from '@/features/sharing'
import { Loaded, More } from '@/components/Loaded'
import { Menu } from '@/components/Menu'
import { PageHeader } from '@/components/PageHeader'
import { QuoteCard } from '@/components/QuoteCard'
import { QuoteSkeleton } from '@/components/Skeletons'
import { EmptyState, ErrorState } from '@/components/States'
import { TagChip } from '@/components/TagChip'
import { type Moment as Heard, useMoment } from '@/components/useMoment'
import { useReport } from '@/components/useReport'
import { FoundActions } from '@/features/search'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { type Moment, type Tag, countsQuery, tagsQuery, useCodebook, useMoments } from './api'
import { Heard as HeardCount } from './Heard'
import { messages } from './messages'
import { MergeDialog, type Subject, TagDialog } from './TagForm'
import styles from './TagsPage.module.css'

const GONE = new Problem(404, 'not_found', '')

export function TagPage({ tagId }: { tagId: string }) {
  const tags = useQuery(tagsQuery)
  return (
    <Loaded query={tags} waiting={<QuoteSkeleton />}>
      {(items) => {
        const tag = items.find((one) => one.id === tagId)
        return tag ? <Page key={tag.id} tag={tag} tags={items} /> : <Missing />
      }}
    </Loaded>
  )
}

function Missing() {
  const t = useText(messages)
  return (
    <>
      <PageHeader title={t('title')} />
      <ErrorState error={GONE} />
    </>
  )
}

function Page({ tag, tags }: { tag: Tag; tags: readonly Tag[] }) {
  const below = tags.filter((one) => one.parent_id === tag.id)
  return (
    <>
      <Head tag={tag} tags={tags} />
      {below.length > 0 && <Below tags={below} />}
      <Quotes tag={tag} tags={tags} />
    </>
  )
}

function Head({ tag, tags }: { tag: Tag; tags: readonly Tag[] }) {
  const t = useText(messages)
  const { data: counts } = useQuery(countsQuery)
  const mayShape = useMay('researcher')
  const count = counts?.get(tag.id)
  return (
    <PageHeader
      title={tag.name}
      above={<Path tag={tag} tags={tags} />}
      lead={
        <>
          {tag.description}
          <span className={styles.facts}>
            <span className={styles.counted}>{counts && <HeardCount count={count} />}</span>
            {count && <span>{t('highlights', { count: count.highlights })}</span>}
            {tag.synonyms.length > 0 && <span>{t('synonyms', { words: tag.synonyms.join(', ') })}</span>}
          </span>
        </>
      }
      actions={
        <>
          {count && count.highlights > 0 && <FoundActions params={{ tag: [tag.id] }} title={tag.name} />}
          {mayShape && <Shape tag={tag} tags={tags} />}
        </>
      }
    />
  )
}

function Path({ tag, tags }: { tag: Tag; tags: readonly Tag[] }) {
  const t = useText(messages)
  const above: Tag[] = []
  for (let one = tags.find(({ id }) => id === tag.parent_id); one;) {
    above.unshift(one)
    const parentId: string | null = one.parent_id
    one = tags.find(({ id }) => id === parentId)
  }
  return (
    <>
      <Link to="/tags">{t('title')}</Link>
      {above.map(({ id, name }) => (
        <span key={id}>
          {' / '}
          <Link to="/tags/$tagId" params={{ tagId: id }}>
            {name}
          </Link>
        </span>
      ))}
    </>
  )
}

function Shape({ tag, tags }: { tag: Tag; tags: readonly Tag[] }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const codebook = useCodebook()
  const [subject, setSubject] = useState<Subject | null>(null)
  const [merging, setMerging] = useState<Tag | null>(null)
  const remove = () =>
    void navigate({ to: '/tags' })
      .then(() => codebook.remove(tag))
      .catch(codebook.report)
  return (
    <>
      <ShareButton target={{ kind: 'tag', id: tag.id, title: tag.name }} />
      <Button icon="edit" onClick={() => setSubject({ edit: tag })}>
        {t('edit')}
      </Button>
      <Menu
        target={<IconButton icon="more" tone="secondary" label={t('actions', { name: tag.name })} />}
        entries={[
          { label: t('add'), icon: 'plus', onSelect: () => setSubject({ below: tag }) },
          { label: t('merge'), icon: 'link', onSelect: () => setMerging(tag) },
          { label: t('delete'), icon: 'trash', danger: true, divided: true, onSelect: remove },
        ]}
      />
      <TagDialog subject={subject} tags={tags} onClose={() => setSubject(null)} />
      <MergeDialog
        tag={merging}
        tags={tags}
        onClose={() => setMerging(null)}
        onMerged={({ id, name }) => {
          showToast({ text: t('merged', { name }), tone: 'success' })
          void navigate({ to: '/tags/$tagId', params: { tagId: id } })
        }}
      />
    </>
  )
}

function Below({ tags }: { tags: readonly Tag[] }) {
  const t = useText(messages)
  const navigate = useNavigate()
  return (
    <nav className={styles.below} aria-label={t('below')}>
      {t('below')}
      {tags.map(({ id, name, colour }) => (
        <TagChip
          key={id}
          name={name}
          colour={colour}
          onClick={() => void navigate({ to: '/tags/$tagId', params: { tagId: id } })}
        />
      ))}
    </nav>
  )
}

function Quotes({ tag, tags }: { tag: Tag; tags: readonly Tag[] }) {
  const t = useText(messages)
  const moments = useMoments(tag.id)
  const items = itemsOf(moments.data)
  const mayMake = useMay('researcher')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const choose = (id: string, on: boolean) =>
    setChosen((before) => (on ? [...before, id] : before.filter((one) => one !== id)))
  return (
    <section aria-label={t('quotes.title')}>
      <Loaded query={{ ...moments, data: items }} waiting={<QuoteSkeleton />}>
        {(found) =>
          found.length === 0 ? (
            <EmptyState title={t('quotes.empty')}>
              <p>{t('quotes.emptyText')}</p>
            </EmptyState>
          ) : (
            <Cards moments={found} tags={tags} chosen={chosen} onChoose={mayMake ? choose : null} />
          )
        }
      </Loaded>
      <More query={moments} />
      {chosen.length > 0 && <Tray tag={tag} chosen={chosen} onClear={() => setChosen([])} />}
    </section>
  )
}

interface CardsProps {
  moments: Moment[]
  tags: readonly Tag[]
  chosen: readonly string[]
  onChoose: ((id: string, on: boolean) => void) | null
}

function Cards({ moments, tags, chosen, onChoose }: CardsProps) {
  return (
    <div className={styles.quotes}>
      {moments.map((moment) => (
        <Card
          key={moment.id}
          moment={moment}
          tags={tags}
          select={
            onChoose
              ? { selected: chosen.includes(moment.id), onChange: (on) => onChoose(moment.id, on) }
              : undefined
          }
        />
      ))}
    </div>
  )
}

type Select = { selected: boolean; onChange: (selected: boolean) => void } | undefined

function Card({ moment, tags, select }: { moment: Moment; tags: readonly Tag[]; select: Select }) {
  const heard = useMoment(heardOf(moment))
  return (
    <QuoteCard size="lg" quote={quoteOf(moment, tags)} play={heard?.play} select={select}>
      {heard?.media}
    </QuoteCard>
  )
}

/** What of the recording to play; nothing when only the words may be shown. */
function heardOf(moment: Moment): Heard | undefined {
  const { media_url, media_has_video, media_starts_at_ms: zero, start_ms, end_ms } = moment
  if (!media_url || start_ms === null) return undefined
  return {
    key: moment.id,
    url: media_url,
    startMs: zero + start_ms,
    endMs: end_ms === null ? null : zero + end_ms,
    hasVideo: media_has_video,
    streamed: moment.media_provider === 'hls',
    label: moment.speaker_name,
  }
}

function quoteOf(moment: Moment, tags: readonly Tag[]) {
  return {
    // Quotes are named as search names them.
    id: `h-${moment.id}`,
    words: moment.quote,
    speaker: moment.speaker_name,
    role: moment.participant_role,
    interviewId: moment.interview_id,
    interviewTitle: moment.interview_title,
    heldOn: moment.held_on,
    atMs: moment.start_ms,
    emotion: moment.emotion,
    intensity: moment.intensity,
    tags: tags.filter((tag) => moment.tag_ids.includes(tag.id)),
    language: moment.language,
  }
}

function Tray({ tag, chosen, onClear }: { tag: Tag; chosen: readonly string[]; onClear: () => void }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const report = useReport()
  const make = useMutation({
    mutationFn: async () => {
      const body = { title: tag.name, description: '', quote_ids: [], highlight_ids: [...chosen], items: [] }
      return (await api.POST('/api/reels', { body })).data
    },
    onSuccess: (reel) => reel && void navigate({ to: '/reels/$reelId', params: { reelId: reel.id } }),
    onError: report,
  })
  return (
    <div className={styles.tray} role="status">
      {t('selected', { count: chosen.length })}
      <Button size="sm" tone="quiet" onClick={onClear}>
        {t('clear')}
      </Button>
      <Button size="sm" tone="primary" icon="reel" busy={make.isPending} onClick={() => make.mutate()}>
        {t('makeReel')}
      </Button>
    </div>
  )
}
