import { useState } from 'react'
import { Button } from '@/components/Button'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './FirstTurns.module.css'
import { messages } from './messages'
import type { Preview, Voice } from './voices'

const FEW = 6

/** The beginning of what was said, as it will read. */
export function FirstTurns({ preview, voices }: { preview: Preview; voices: Voice[] }) {
  const t = useText(messages)
  const format = useFormat()
  const [shown, setShown] = useState(FEW)
  const labelOf = (name: string | null) => voices.find(({ names }) => names.includes(name))?.label ?? name
  const rest = preview.turns_total - Math.min(shown, preview.turns.length)
  return (
    <section aria-label={t('preview')}>
      <h2 className={styles.heading}>{t('preview')}</h2>
      <ol className={styles.turns}>
        {preview.turns.slice(0, shown).map((turn, index) => (
          <li key={index} className={styles.turn}>
            <p className={styles.who}>
              <span>{labelOf(turn.speaker)}</span>
              {turn.start_ms !== null && <time>{format.clock(turn.start_ms)}</time>}
            </p>
            <p className={styles.words} dir="auto">
              {turn.text}
            </p>
          </li>
        ))}
      </ol>
      {rest > 0 && (
        <p className={styles.rest}>
          {t('more', { count: rest, shown: format.number(rest) })}
          {shown < preview.turns.length && (
            <Button tone="quiet" size="sm" onClick={() => setShown(preview.turns.length)}>
              {t('showMore')}
            </Button>
          )}
        </p>
      )}
    </section>
  )
}
