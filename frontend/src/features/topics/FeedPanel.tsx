/** Makes, shows and ends the Atom feeds of a topic. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { $api, api } from '@/api/client'
import { Button } from '@/components/Button'
import { CopyField } from '@/components/CopyField'
import { SidePanel } from '@/components/Dialog'
import { Loaded } from '@/components/Loaded'
import { Dotted, Row, Rows } from '@/components/Rows'
import { ChoiceCards, PlainForm, SubmitActions, TextField } from '@/components/fields'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './Topics.module.css'
import type { Feed, NewFeed, Topic } from './api'
import { messages } from './messages'

const FEEDS = '/api/topics/{topic_id}/feeds'

interface FeedPanelProps {
  topic: Topic
  opened: boolean
  onClose: () => void
}

export function FeedPanel({ topic, opened, onClose }: FeedPanelProps) {
  const t = useText(messages)
  return (
    <SidePanel title={t('feed.title', { name: topic.name })} opened={opened} onClose={onClose} size="lg">
      {opened && <Content topic={topic} />}
    </SidePanel>
  )
}

function Content({ topic }: { topic: Topic }) {
  const t = useText(messages)
  const [made, setMade] = useState<NewFeed | null>(null)
  const feeds = $api.useQuery('get', FEEDS, { params: { path: { topic_id: topic.id } } })
  return (
    <div className={styles.panel}>
      <p>{t('feed.lead')}</p>
      {made ? <Made feed={made} /> : <Make topic={topic} onMade={setMade} />}
      <Loaded query={feeds} waiting={null}>
        {({ items }) =>
          items.length > 0 && (
            <section>
              <h3>{t('feed.existing')}</h3>
              <Rows label={t('feed.existing')}>
                {items.map((feed) => (
                  <One key={feed.id} topic={topic} feed={feed} />
                ))}
              </Rows>
            </section>
          )
        }
      </Loaded>
    </div>
  )
}

function Make({ topic, onMade }: { topic: Topic; onMade: (feed: NewFeed) => void }) {
  const t = useText(messages)
  const reload = useReload()
  const [label, setLabel] = useState('')
  const [reach, setReach] = useState<Feed['reach']>('company')
  const make = useMutation({
    mutationFn: async () => {
      const params = { path: { topic_id: topic.id } }
      return (await api.POST(FEEDS, { params, body: { label, reach } })).data
    },
    onSuccess: async (feed) => {
      if (feed) onMade(feed)
      await reload()
    },
  })
  const options = (['company', 'public'] as const).map((value) => ({
    value,
    label: t(`feed.${value}`),
    description: t(`feed.${value}Text`),
  }))
  return (
    <PlainForm error={make.error} onSubmit={() => make.mutate()}>
      <ChoiceCards label={t('feed.reach')} value={reach} options={options} onChange={setReach} />
      <TextField
        label={t('feed.label')}
        placeholder={t('feed.labelHint')}
        value={label}
        maxLength={200}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <SubmitActions label={t('feed.make')} busy={make.isPending} />
    </PlainForm>
  )
}

/** A feed at its birth: the only time that its address is told. */
function Made({ feed }: { feed: NewFeed }) {
  const t = useText(messages)
  return (
    <div className={styles.made} role="status">
      <p>{t('feed.made')}</p>
      <CopyField label={t('feed.address')} value={feed.url} action={t('feed.copy')} tone="primary" />
    </div>
  )
}

function One({ topic, feed }: { topic: Topic; feed: Feed }) {
  const t = useText(messages)
  const format = useFormat()
  const report = useReport()
  const undoable = useUndo()
  const reload = useReload()
  const params = { path: { topic_id: topic.id, feed_id: feed.id } }
  const end = async () => {
    await api.DELETE('/api/topics/{topic_id}/feeds/{feed_id}', { params })
    await reload()
    undoable({
      text: t('feed.endedToast'),
      undo: async () => {
        await api.POST('/api/topics/{topic_id}/feeds/{feed_id}/restore', { params })
        await reload()
      },
    })
  }
  const live = feed.state === 'live'
  return (
    <Row
      title={
        <span className={live ? undefined : styles.ended}>
          {feed.label || t('feed.unnamed', { hint: feed.hint })}
        </span>
      }
      meta={
        <Dotted
          parts={[
            t(`feed.${feed.reach}`),
            feed.created_by_name && t('feed.by', { name: feed.created_by_name }),
            feed.last_seen_at
              ? t('feed.read', { when: format.relative(feed.last_seen_at) })
              : t('feed.never'),
          ]}
        />
      }
      end={
        live ? (
          <Button size="sm" tone="danger" icon="ban" onClick={() => void end().catch(report)}>
            {t('feed.end')}
          </Button>
        ) : (
          t('feed.ended')
        )
      }
    />
  )
}

function useReload(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['get', FEEDS] })
}
