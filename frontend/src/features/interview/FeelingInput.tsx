/** What was felt, and how strongly: sixteen words from pleasant to unpleasant, and five steps. */
import { Bars } from '@/components/EmotionMark'
import { EMOTIONS, type EmotionName, emotionMessages } from '@/components/emotions'
import { useText } from '@/lib/i18n'
import styles from './FeelingInput.module.css'
import { messages } from './messages'

interface FeelingInputProps {
  emotion: EmotionName | null
  intensity: number | null
  onChange: (feeling: { emotion: EmotionName | null; intensity: number | null }) => void
  /** Tells groups of radio buttons apart. */
  name: string
}

const NAMES = Object.keys(EMOTIONS) as EmotionName[]
const LEVELS = [1, 2, 3, 4, 5]
const MIDDLE = 3

export function FeelingInput({ emotion, intensity, onChange, name }: FeelingInputProps) {
  const t = useText(messages)
  const feeling = useText(emotionMessages)
  return (
    <div className={styles.feeling}>
      <fieldset className={styles.group}>
        <legend className={styles.legend}>{t('feeling.label')}</legend>
        {NAMES.map((one) => (
          <label key={one} className={styles.word} data-valence={EMOTIONS[one]}>
            <input
              type="radio"
              className="visually-hidden"
              name={`${name}-emotion`}
              checked={emotion === one}
              onChange={() => onChange({ emotion: one, intensity: intensity ?? MIDDLE })}
              onClick={() => emotion === one && onChange({ emotion: null, intensity: null })}
            />
            {feeling(one)}
          </label>
        ))}
      </fieldset>
      {emotion && (
        <fieldset className={styles.strength}>
          <legend className={styles.legend}>{t('feeling.how')}</legend>
          <span className={styles.drawing} data-valence={EMOTIONS[emotion]}>
            <Bars valence={EMOTIONS[emotion]} intensity={intensity} />
          </span>
          {LEVELS.map((level) => (
            <label key={level} className={styles.level} data-valence={EMOTIONS[emotion]}>
              <input
                type="radio"
                className="visually-hidden"
                name={`${name}-intensity`}
                checked={intensity === level}
                onChange={() => onChange({ emotion, intensity: level })}
              />
              {level}
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}
