/** From words to meaning: how a search finds. Said in words at both ends, moved by mouse, finger or arrow keys. */
import { type CSSProperties, useEffect, useState } from 'react'
import { useText } from '@/lib/i18n'
import styles from './MeaningSlider.module.css'
import { useGo } from './going'
import { type Meaning, percentKnown, rememberRatio } from './meaning'
import { messages } from './messages'
import type { SearchParams } from './params'

const STEPS = 10
const PAUSE_MS = 120

interface MeaningSliderProps {
  params: SearchParams
  ratio: number
  meaning: Meaning
}

export function MeaningSlider({ params, ratio, meaning }: MeaningSliderProps) {
  const t = useText(messages)
  const go = useGo()
  const [step, setStep] = useState(Math.round(ratio * STEPS))
  const [seen, setSeen] = useState(ratio)
  if (seen !== ratio) {
    setSeen(ratio)
    setStep(Math.round(ratio * STEPS))
  }
  useEffect(() => {
    const chosen = step / STEPS
    if (chosen === ratio) return
    // Someone who slides asks where it stops, not at every stop before.
    const timer = setTimeout(() => {
      rememberRatio(chosen)
      go({ ...params, ratio: chosen }, 'ratio')
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [step, ratio, params, go])
  const percent = (step / STEPS) * 100
  return (
    <div className={styles.meaning}>
      <div className={styles.scale}>
        <button
          type="button"
          className={styles.end}
          data-chosen={step === 0 || undefined}
          onClick={() => setStep(0)}
        >
          {t('meaning.words')}
        </button>
        <input
          type="range"
          className={styles.range}
          style={{ '--share': `${percent}%` } as CSSProperties}
          min={0}
          max={STEPS}
          step={1}
          value={step}
          aria-label={t('meaning.label')}
          aria-valuetext={
            step === 0
              ? t('meaning.onlyWords')
              : step === STEPS
                ? t('meaning.onlyMeaning')
                : t('meaning.share', { percent })
          }
          onChange={(event) => setStep(Number(event.target.value))}
        />
        <button
          type="button"
          className={styles.end}
          data-chosen={step === STEPS || undefined}
          onClick={() => setStep(STEPS)}
        >
          {t('meaning.meaning')}
        </button>
      </div>
      <Learning meaning={meaning} />
    </div>
  )
}

/** While not every quote's meaning is known yet: how far it is. */
function Learning({ meaning }: { meaning: Meaning }) {
  const t = useText(messages)
  const percent = percentKnown(meaning)
  if (percent >= 100) return null
  return (
    <p className={styles.learning}>
      <span
        className={styles.track}
        role="progressbar"
        aria-label={t('meaning.learning')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <span className={styles.bar} style={{ inlineSize: `${percent}%` }} />
      </span>
      {t('meaning.knows', { percent })}
    </p>
  )
}
