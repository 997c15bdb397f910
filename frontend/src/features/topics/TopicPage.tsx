/** /topics/$id: a saved search, what is new in it, who follows it. Looking at it makes its news old. */
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { isProblem } from '@/api/problem'
import { Button, IconButton, LinkButton } from '@/components/Button'
import { Menu, type MenuEntry } from '@/components/Menu'
import { PageHeader } from '@/components/PageHeader'
import { SegmentedControl } from '@/components/SegmentedControl'
import { QuoteSkeleton } from '@/components/Skeletons'
import { EmptyState, ErrorState, NoAccess } from '@/components/States'
import { SelectField } from '@/components/fields'
import { useReport } from '@/components/useReport'
import { FoundActions, Results, useFound } from '@/features/search'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { EditTopic } from './EditTopic'
import { FeedPanel } from './FeedPanel'
import styles from './Topics.module.css'
import { type Digest, type TopicWithPeople, paramsOf, useNews, useTopic, useTopicActions } from './api'
import { messages } from './messages'

const DIGESTS: Digest[] = ['none', 'daily', 'weekly']
const NAMES = 4

export function TopicPage({ topicId }: { topicId: string }) {
  const t = useText(messages)
  const topic = useTopic(topicId)
  if (isProblem(topic.error, 'not_found')) {
    return (
      <NoAccess title={t('gone')}>
        <p>{t('goneText')}</p>
        <Link to="/topics">{t('title')}</Link>
      </NoAccess>
    )
  }
  if (topic.error) return <ErrorState error={topic.error} retry={() => void topic.refetch()} />
  return topic.data ? <Page key={topicId} topic={topic.data} /> : <QuoteSkeleton />
}

function Page({ topic }: { topic: TopicWithPeople }) {
  const t = useText(messages)
  const params = paramsOf(topic)
  return (
    <>
      <PageHeader
        title={topic.name}
        above={<Link to="/topics">{t('title')}</Link>}
        lead={<People topic={topic} />}
        actions={
          <>
            <FoundActions params={params} title={topic.name} />
            <Follow topic={topic} />
            <More topic={topic} />
          </>
        }
      />
      <Quotes topic={topic} />
    </>
  )
}

function People({ topic }: { topic: TopicWithPeople }) {
  const t = useText(messages)
  const format = useFormat()
  const shown = topic.follower_names.slice(0, NAMES)
  const rest = topic.followers - shown.length
  const names = rest > 0 ? t('andMore', { names: shown.join(', '), count: rest }) : format.list(shown)
  return (
    <>
      {topic.search.q}
      <span className={styles.people}>
        {topic.private ? t('private') : topic.followers > 0 && t('followedBy', { names })}
      </span>
    </>
  )
}

function Follow({ topic }: { topic: TopicWithPeople }) {
  const t = useText(messages)
  const report = useReport()
  const { follow, unfollow } = useTopicActions()
  const toggle = () =>
    void (topic.following ? unfollow(topic) : follow(topic, 'none')).catch((error: unknown) => report(error))
  return (
    <Button
      icon={topic.following ? 'check' : 'plus'}
      tone={topic.following ? 'secondary' : 'primary'}
      aria-pressed={topic.following}
      onClick={toggle}
    >
      {topic.following ? t('following') : t('follow')}
    </Button>
  )
}

function More({ topic }: { topic: TopicWithPeople }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const report = useReport()
  const { remove } = useTopicActions()
  const [editing, setEditing] = useState(false)
  const [feeding, setFeeding] = useState(false)
  const leave = () => void remove(topic, () => navigate({ to: '/topics' })).catch(report)
  const own: MenuEntry[] = [
    { label: t('edit'), icon: 'edit', onSelect: () => setEditing(true), divided: true },
    { label: t('delete'), icon: 'trash', danger: true, onSelect: leave },
  ]
  return (
    <>
      <Menu
        target={<IconButton icon="more" tone="secondary" label={t('more')} />}
        entries={[
          {
            label: t('openSearch'),
            icon: 'search',
            onSelect: () => void navigate({ to: '/search', search: paramsOf(topic) }),
          },
          { label: t('feed'), icon: 'share', onSelect: () => setFeeding(true) },
          ...(topic.mine ? own : []),
        ]}
      />
      <EditTopic topic={editing ? topic : null} onClose={() => setEditing(false)} />
      <FeedPanel topic={topic} opened={feeding} onClose={() => setFeeding(false)} />
    </>
  )
}

function Quotes({ topic }: { topic: TopicWithPeople }) {
  const t = useText(messages)
  // What was new when the page was opened stays "new" while one looks at it.
  const [since] = useState(topic.seen_at)
  const news = useNews().data
  const [only, setOnly] = useState<'all' | 'new'>('all')
  const all = paramsOf(topic)
  const newer = since ? { ...all, added_since: since } : all
  const params = only === 'new' ? newer : all
  const fresh = useFound(newer).data?.pages[0]?.total
  const found = useFound(params)
  useLooked(topic, found.isSuccess)
  const total = found.data?.pages[0]?.total
  return (
    <section aria-label={topic.name}>
      <div className={styles.tools}>
        {since ? (
          <SegmentedControl
            label={t('show')}
            value={only}
            options={[
              { value: 'all', label: t('show.all') },
              { value: 'new', label: fresh ? t('show.newCount', { count: fresh }) : t('show.new') },
            ]}
            onChange={setOnly}
          />
        ) : (
          <span />
        )}
        {topic.following && news?.mails && <DigestChoice topic={topic} />}
      </div>
      {found.error && <ErrorState error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <QuoteSkeleton />}
      {total === 0 && !found.isPlaceholderData && <Nothing only={only} topic={topic} />}
      {found.data && !found.error && (
        <Results
          params={params}
          pages={found.data.pages}
          more={
            found.hasNextPage
              ? { busy: found.isFetchingNextPage, load: () => void found.fetchNextPage() }
              : undefined
          }
        />
      )}
    </section>
  )
}

function Nothing({ only, topic }: { only: 'all' | 'new'; topic: TopicWithPeople }) {
  const t = useText(messages)
  if (only === 'new') return <EmptyState icon="check" title={t('noneNew.title')} />
  return (
    <EmptyState
      icon="flag"
      title={t('none.title')}
      action={
        <LinkButton to="/search" search={paramsOf(topic)}>
          {t('openSearch')}
        </LinkButton>
      }
    >
      <p>{t('none.text')}</p>
    </EmptyState>
  )
}

function DigestChoice({ topic }: { topic: TopicWithPeople }) {
  const t = useText(messages)
  const report = useReport()
  const { follow } = useTopicActions()
  return (
    <label className={styles.digest}>
      {t('digest')}
      <SelectField
        size="xs"
        allowDeselect={false}
        value={topic.digest ?? 'none'}
        data={DIGESTS.map((value) => ({ value, label: t(`digest.${value}`) }))}
        onChange={(value) => void follow(topic, DIGESTS.find((one) => one === value) ?? 'none').catch(report)}
      />
    </label>
  )
}

/** Tells the server, once the quotes are there, that a follower has seen them. */
function useLooked(topic: TopicWithPeople, seen: boolean): void {
  const { looked } = useTopicActions()
  const told = useRef(false)
  useEffect(() => {
    if (!seen || told.current || !topic.following) return
    told.current = true
    // Not told is not seen: it stays new, and nobody needs to hear why.
    looked(topic).catch(() => undefined)
  }, [seen, topic, looked])
}
