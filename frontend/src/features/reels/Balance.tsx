import { EmotionMark } from '@/components/EmotionMark'
import { Icon } from '@/components/Icon'
import { EMOTIONS, type EmotionName } from '@/components/emotions'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import type { Reel } from './api'
import { type Share, outsizedIn, sharesOf } from './balance'
import styles from './Balance.module.css'
import { messages } from './messages'

type Counted = Pick<
  Reel,
  'items' | 'clips' | 'people' | 'interviews' | 'positive' | 'negative' | 'emotions' | 'speaking'
>

/** What a reel adds up to: how long, how many people, what they felt, and who speaks how much of it. */
export function Balance({ reel }: { reel: Counted }) {
  const t = useText(messages)
  const format = useFormat()
  const length = reel.items.reduce((sum, item) => sum + item.length_ms, 0)
  const felt = [
    reel.positive && t('positive', { count: reel.positive }),
    reel.negative && t('negative', { count: reel.negative }),
  ].filter(Boolean)
  return (
    <section className={styles.balance} aria-label={t('balance')}>
      <p className={styles.numbers}>
        <b>{format.clock(length)}</b>
        <span>{t('clips', { count: reel.clips })}</span>
        <span>
          {t('peopleIn', {
            people: t('people', { count: reel.people }),
            interviews: t('interviews', { count: reel.interviews }),
          })}
        </span>
        {felt.length > 0 && <span>{felt.join(', ')}</span>}
      </p>
      <ul className={styles.emotions}>
        {reel.emotions
          .filter(({ emotion }) => emotion in EMOTIONS)
          .map(({ emotion, count }) => (
            <li key={emotion}>
              <EmotionMark emotion={emotion as EmotionName} />
              {count > 1 && <span className={styles.count}>{format.number(count)}×</span>}
            </li>
          ))}
      </ul>
      <Voices shares={sharesOf(reel.speaking)} />
      <Outsized reel={reel} />
    </section>
  )
}

/** A warning when one voice stands for everybody. */
function Outsized({ reel }: { reel: Counted }) {
  const t = useText(messages)
  const one = outsizedIn(reel.speaking, reel.clips)
  if (!one) return null
  return (
    <p className={styles.outsized} role="note">
      <Icon name="alert" size={16} />
      {t('outsized', { name: one.name, mine: one.clips, of: reel.clips })}
    </p>
  )
}

/** Who speaks how much: a bar for the eye, and the same in words. */
function Voices({ shares }: { shares: Share[] }) {
  const t = useText(messages)
  const format = useFormat()
  if (shares.length < 2) return null
  return (
    <div className={styles.voices}>
      <div className={styles.bar} aria-hidden="true">
        {shares.map((one) => (
          <i key={one.name} data-others={one.name === '' || undefined} style={{ flexGrow: one.spoken_ms }} />
        ))}
      </div>
      <ul className={styles.names}>
        {shares.map((one) => (
          <li key={one.name}>
            <b>{one.name || t('others')}</b>{' '}
            {t('speaks', { clock: format.clock(one.spoken_ms), percent: Math.round(one.share * 100) })}
          </li>
        ))}
      </ul>
    </div>
  )
}
