import { useText } from '@/lib/i18n'
import styles from './EmotionMark.module.css'
import { EMOTIONS, type EmotionName, type Valence, emotionMessages } from './emotions'
import { messages } from './messages'

interface EmotionMarkProps {
  emotion: EmotionName
  /** How strong it was, 1 to 5; null when nobody has weighed it. */
  intensity?: number | null
  /** Only the drawing; the words are still read out. */
  compact?: boolean
}

const LEVELS = [1, 2, 3, 4, 5]

/**
 * An emotion in three signs that each stand without colour: its word, bars that rise for pleasant and hang for
 * unpleasant (longer: more so), and as many filled bars as the feeling was strong.
 */
export function EmotionMark({ emotion, intensity = null, compact }: EmotionMarkProps) {
  const t = useText(messages)
  const label = useText(emotionMessages)(emotion)
  const valence: Valence = EMOTIONS[emotion]
  const words = { label, valence: t(`valence.${valence}`) }
  const long = intensity === null ? t('emotionLongPlain', words) : t('emotionLong', { ...words, intensity })
  return (
    <span className={styles.mark} data-valence={valence} data-compact={compact || undefined} title={long}>
      <Bars valence={valence} intensity={intensity} />
      {!compact && <span aria-hidden="true">{label}</span>}
      <span className="visually-hidden">{long}</span>
    </span>
  )
}

/** The drawing alone: five bars on a line. */
export function Bars({ valence, intensity }: { valence: Valence; intensity: number | null }) {
  const length = Math.abs(valence) === 2 ? 6 : Math.abs(valence) === 1 ? 4 : 1.5
  const top = valence > 0 ? 8 - length : valence < 0 ? 8 : 8 - length / 2
  return (
    <svg className={styles.bars} viewBox="0 0 23 16" width="23" height="16" aria-hidden="true">
      {LEVELS.map((level) => (
        <rect
          key={level}
          x={(level - 1) * 5}
          y={top}
          width="3"
          height={length}
          rx="1"
          opacity={intensity === null || level <= intensity ? 1 : 0.26}
        />
      ))}
      {valence !== 0 && <rect x="0" y="7.5" width="23" height="1" opacity="0.55" />}
    </svg>
  )
}
