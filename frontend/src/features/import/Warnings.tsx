import type { Schema } from '@/api/client'
import { Icon } from '@/components/Icon'
import { useText } from '@/lib/i18n'
import { findings } from './findings'
import { messages } from './messages'
import styles from './Warnings.module.css'

const KNOWN = [
  'bad_times',
  'no_times',
  'time_before_start',
  'ends_before_start',
  'out_of_order',
  'rolling_captions',
  'names_on_own_line',
  'no_speakers',
  'preamble',
  'footer',
  'clock_times',
  'time_too_late',
  'nothing_said',
  'encoding_guessed',
  'letters_lost',
] as const

/** What the reader of a file stumbled over, with the lines. */
export function Warnings({ warnings }: { warnings: Schema<'WarningOut'>[] }) {
  const t = useText(messages)
  const found = useText(findings)
  if (warnings.length === 0) return null
  const words = ({ code, message, more }: Schema<'WarningOut'>) => {
    if (more > 0) return t('warning.more', { count: more })
    const known = KNOWN.find((one) => one === code)
    if (known) return t(`warning.${known}`)
    return code in findings.en ? found(code as keyof typeof findings.en) : message
  }
  return (
    <section className={styles.warnings}>
      <h2 className={styles.heading}>
        <Icon name="alert" size={18} />
        {t('warnings')}
      </h2>
      <ul className={styles.list}>
        {warnings.map((warning, index) => (
          <li key={index}>
            {warning.line !== null && (
              <span className={styles.line}>{t('line', { line: warning.line })}</span>
            )}
            <p>
              {words(warning)}
              {warning.excerpt && (
                <q className={styles.excerpt} dir="auto">
                  {warning.excerpt}
                </q>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
