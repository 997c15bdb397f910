import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Section } from '@/components/Card'
import { Label } from '@/components/Chip'
import { Icon } from '@/components/Icon'
import { Loaded } from '@/components/Loaded'
import { Dotted, Row, Rows } from '@/components/Rows'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './Subjects.module.css'
import { type Places, usePlaces } from './api'
import { messages } from './messages'

/** Where somebody's voice is: quotes, reels, links and embeds; and a warning when it stands for too many. */
export function PlacesSection({ participantId, isOver }: { participantId: string; isOver: boolean }) {
  const t = useText(messages)
  const places = usePlaces(participantId)
  return (
    <Section title={t('places.title')} lead={t(isOver ? 'places.wasLead' : 'places.lead')}>
      <Loaded query={places}>
        {(found) => (
          <div className={styles.places}>
            <Numbers places={found} />
            {!isOver && <Warnings places={found} />}
            {found.quotes === 0 && <p className={styles.soft}>{t('places.nowhere')}</p>}
            <Quotes places={found} />
            <Reels places={found} />
            <Grants places={found} />
          </div>
        )}
      </Loaded>
    </Section>
  )
}

/** Counts in the words of people, each with its number as this reader writes it. */
function useCounts() {
  const t = useText(messages)
  const format = useFormat()
  return (
    key:
      | 'interviews'
      | 'turns'
      | 'quotes'
      | 'reels'
      | 'grants'
      | 'places.people'
      | 'places.films'
      | 'places.plays',
    count: number,
  ) => t(key, { count, shown: format.number(count) })
}

function Numbers({ places }: { places: Places }) {
  const counts = useCounts()
  const live = places.grants.filter(({ state }) => state === 'live').length
  return (
    <p className={styles.numbers}>
      <Dotted
        parts={[
          counts('turns', places.turns),
          counts('interviews', places.interviews),
          counts('quotes', places.quotes),
          counts('reels', places.reels.length),
          counts('grants', live),
        ]}
      />
    </p>
  )
}

function Warnings({ places }: { places: Places }) {
  const t = useText(messages)
  if (places.outsized.length === 0) return null
  return (
    <div className={styles.warning} role="note">
      <Icon name="alert" size={18} />
      <div>
        <h3 className={styles.warningTitle}>{t('outsized.title')}</h3>
        <ul>
          {places.outsized.map(({ where, id, name, mine, of, people }) => (
            <li key={`${where}-${id}`}>
              {where === 'project'
                ? t('outsized.project', { mine, of, people })
                : t(`outsized.${where}`, { name, mine, of, people })}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className={styles.partTitle}>{title}</h3>
      <Rows label={title}>{children}</Rows>
    </div>
  )
}

function Quotes({ places }: { places: Places }) {
  const t = useText(messages)
  const format = useFormat()
  if (places.newest.every(({ quote }) => quote === null)) return null
  return (
    <Part title={t('places.quotes')}>
      {places.newest.slice(0, 5).map((one) => (
        <Row
          key={one.highlight_id}
          title={
            <Link
              to="/interviews/$interviewId"
              params={{ interviewId: one.interview_id }}
              search={{ h: one.highlight_id }}
              className={one.quote === null ? styles.hidden : styles.quote}
            >
              {one.quote ?? t('places.hidden')}
            </Link>
          }
          meta={<Dotted parts={[one.interview_title, format.date(one.created_at)]} />}
        />
      ))}
    </Part>
  )
}

function Reels({ places }: { places: Places }) {
  const t = useText(messages)
  const counts = useCounts()
  if (places.reels.length === 0) return null
  return (
    <Part title={t('places.reels')}>
      {places.reels.map((one) => (
        <Row
          key={one.reel_id}
          title={
            <Link to="/reels/$reelId" params={{ reelId: one.reel_id }}>
              {one.title}
            </Link>
          }
          meta={
            <Dotted
              parts={[
                t('places.clips', { mine: one.mine, of: one.of }),
                counts('places.people', one.people),
                one.films > 0 && counts('places.films', one.films),
              ]}
            />
          }
        />
      ))}
    </Part>
  )
}

function Grants({ places }: { places: Places }) {
  const t = useText(messages)
  const format = useFormat()
  const counts = useCounts()
  if (places.grants.length === 0) return null
  return (
    <Part title={t('places.grants')}>
      {places.grants.map((one) => (
        <Row
          key={one.grant_id}
          title={<Link to="/sharing">{one.title || one.label || t('places.aQuote')}</Link>}
          meta={
            <Dotted
              parts={[
                t(`places.${one.kind}`),
                one.title && one.label,
                format.list(one.seen_on.length > 0 ? one.seen_on.map(({ origin }) => origin) : one.origins),
                one.last_seen_at
                  ? t('places.seen', { when: format.relative(one.last_seen_at) })
                  : t('places.unseen'),
                one.plays > 0 && counts('places.plays', one.plays),
                one.pinned && t('places.pinned'),
              ]}
            />
          }
          end={one.state === 'live' ? undefined : <Label>{t('places.over')}</Label>}
        />
      ))}
    </Part>
  )
}
