/** Beside the words: who speaks and what was marked, each a way to see only that. */
import { Avatar } from '@/components/Avatar'
import { Button, IconButton } from '@/components/Button'
import { TagDot } from '@/components/TagChip'
import { useText } from '@/lib/i18n'
import type { Highlight, Interview, Speaker, Tag } from './data'
import styles from './InterviewPage.module.css'
import { messages } from './messages'

export type Filter = { kind: 'voice' | 'tag'; id: string } | null

interface SideProps {
  interview: Interview
  highlights: readonly Highlight[]
  tags: readonly Tag[]
  filter: Filter
  onFilter: (filter: Filter) => void
  shown: number | null
  onVoice: (speaker: Speaker) => void
}

export function Side({ interview, highlights, tags, filter, onFilter, shown, onVoice }: SideProps) {
  const t = useText(messages)
  const used = tags
    .map((tag) => ({ tag, count: highlights.filter((one) => one.tag_ids.includes(tag.id)).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
  const toggle = (kind: 'voice' | 'tag', id: string) =>
    onFilter(filter?.kind === kind && filter.id === id ? null : { kind, id })
  return (
    <>
      {shown !== null && (
        <p className={styles.off} role="status">
          {t('filter.shown', { count: shown })}
          <Button size="sm" tone="quiet" onClick={() => onFilter(null)}>
            {t('filter.off')}
          </Button>
        </p>
      )}
      <section>
        <h2 className={styles.heading}>{t('voices')}</h2>
        <ul className={styles.list}>
          {interview.speakers.map((speaker) => (
            <li key={speaker.id} className={styles.row}>
              <button
                type="button"
                className={styles.choice}
                aria-pressed={filter?.kind === 'voice' && filter.id === speaker.id}
                title={t('filter.voice', { name: speaker.name })}
                onClick={() => toggle('voice', speaker.id)}
              >
                <Avatar name={speaker.name} size="sm" />
                <span className={`${styles.label} ${styles.who}`}>{speaker.name}</span>
                <span className={styles.count}>
                  {speaker.role === 'interviewer' ? t('interviewer') : speaker.participant_role}
                </span>
              </button>
              {interview.may_research && (
                <IconButton
                  icon="edit"
                  size="sm"
                  label={t('voice.edit', { name: speaker.name })}
                  onClick={() => onVoice(speaker)}
                />
              )}
            </li>
          ))}
        </ul>
      </section>
      {used.length > 0 && (
        <section>
          <h2 className={styles.heading}>{t('tags')}</h2>
          <ul className={styles.list}>
            {used.map(({ tag, count }) => (
              <li key={tag.id}>
                <button
                  type="button"
                  className={styles.choice}
                  aria-pressed={filter?.kind === 'tag' && filter.id === tag.id}
                  title={t('filter.tag', { name: tag.name })}
                  onClick={() => toggle('tag', tag.id)}
                >
                  <TagDot colour={tag.colour} />
                  <span className={styles.label}>{tag.name}</span>
                  <span className={styles.count}>{count}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
