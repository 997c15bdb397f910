/** The topics one follows, and how much is new in each since one looked. Silent while there is nothing to tell. */
import { Link } from '@tanstack/react-router'
import { LinkButton } from '@/components/Button'
import { Section } from '@/components/Card'
import { Icon } from '@/components/Icon'
import { Pill, PillCount, Pills } from '@/components/Pills'
import { useText } from '@/lib/i18n'
import { useNews } from './api'
import { messages } from './messages'

const MOST = 12

export function FollowedTopics() {
  const t = useText(messages)
  const items = [...(useNews().data?.items ?? [])].sort((a, b) => b.quotes - a.quotes).slice(0, MOST)
  if (items.length === 0) return null
  return (
    <Section
      title={t('home.title')}
      actions={
        <LinkButton to="/topics" tone="quiet" size="sm">
          {t('home.all')}
        </LinkButton>
      }
    >
      <Pills>
        {items.map(({ topic_id: topicId, name, quotes }) => (
          <Pill key={topicId} fresh={quotes > 0}>
            <Link to="/topics/$topicId" params={{ topicId }}>
              <Icon name="flag" size={16} />
              {name}
              <PillCount>{quotes > 0 ? t('home.new', { count: quotes }) : t('home.nothing')}</PillCount>
            </Link>
          </Pill>
        ))}
      </Pills>
    </Section>
  )
}
