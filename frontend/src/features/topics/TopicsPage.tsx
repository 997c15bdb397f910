/** /topics: saved searches, those one follows first. */
import { Link } from '@tanstack/react-router'
import { Button, LinkButton } from '@/components/Button'
import { Section } from '@/components/Card'
import { Icon } from '@/components/Icon'
import { Loaded } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { Dotted, Row, Rows } from '@/components/Rows'
import { EmptyState } from '@/components/States'
import { useReport } from '@/components/useReport'
import { useText } from '@/lib/i18n'
import styles from './Topics.module.css'
import { type Topic, useNews, useTopicActions, useTopics } from './api'
import { messages } from './messages'

export function TopicsPage() {
  const t = useText(messages)
  const topics = useTopics()
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Loaded query={topics}>
        {({ items }) =>
          items.length > 0 ? (
            <Lists topics={items} />
          ) : (
            <EmptyState
              icon="flag"
              title={t('empty.title')}
              action={<LinkButton to="/search">{t('empty.search')}</LinkButton>}
            >
              <p>{t('empty.text')}</p>
            </EmptyState>
          )
        }
      </Loaded>
    </>
  )
}

function Lists({ topics }: { topics: readonly Topic[] }) {
  const t = useText(messages)
  const followed = topics.filter(({ following }) => following)
  const others = topics.filter(({ following }) => !following)
  return (
    <>
      {followed.length > 0 && (
        <Section title={t('mine')}>
          <List label={t('mine')} topics={followed} />
        </Section>
      )}
      {others.length > 0 && (
        <Section title={t('others')}>
          <List label={t('others')} topics={others} />
        </Section>
      )}
    </>
  )
}

function List({ label, topics }: { label: string; topics: readonly Topic[] }) {
  const t = useText(messages)
  const report = useReport()
  const { follow } = useTopicActions()
  const news = new Map((useNews().data?.items ?? []).map((one) => [one.topic_id, one.quotes]))
  return (
    <Rows label={label}>
      {topics.map((topic) => (
        <Row
          key={topic.id}
          title={
            <Link to="/topics/$topicId" params={{ topicId: topic.id }}>
              {topic.name}
            </Link>
          }
          meta={
            <Dotted
              parts={[
                topic.search.q,
                topic.private ? t('private') : topic.owner_name && t('by', { name: topic.owner_name }),
                t('followers', { count: topic.followers }),
              ]}
            />
          }
          end={
            topic.following ? (
              <New count={news.get(topic.id)} />
            ) : (
              <Button size="sm" icon="plus" onClick={() => void follow(topic, 'none').catch(report)}>
                {t('follow')}
              </Button>
            )
          }
        />
      ))}
    </Rows>
  )
}

export function New({ count }: { count: number | undefined }) {
  const t = useText(messages)
  if (!count) return null
  return (
    <span className={styles.new}>
      <Icon name="quote" size={15} />
      {t('new', { count })}
    </span>
  )
}
