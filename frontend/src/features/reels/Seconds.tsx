import { useId } from 'react'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './Items.module.css'
import { messages } from './messages'

const STEP_MS = 100

interface SecondsProps {
  label: string
  /** In ms, like everything; people see seconds. */
  value: number
  most: number
  least?: number
  onChange: (ms: number) => void
}

/** A length, set by dragging or with the arrow keys. */
export function Seconds({ label, value, most, least = 0, onChange }: SecondsProps) {
  const t = useText(messages)
  const format = useFormat()
  const id = useId()
  const shown = t('length', { seconds: format.number(Math.round(value / 100) / 10) })
  return (
    <div className={styles.seconds}>
      <label htmlFor={id}>{label}</label>
      <output htmlFor={id}>{shown}</output>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={STEP_MS}
        value={value}
        aria-valuetext={shown}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      />
    </div>
  )
}
