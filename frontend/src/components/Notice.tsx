import { Icon, type IconName } from './Icon'
import styles from './Notice.module.css'

interface NoticeProps {
  icon: IconName
  /** `warning` asks for a look, `good` says that all is well. */
  tone?: 'warning' | 'good'
  /** Said at once to who cannot see it: for what has just gone wrong. */
  urgent?: boolean
  children: React.ReactNode
}

/** A sentence that must not be overlooked, with its sign, where it concerns something. */
export function Notice({ icon, tone = 'warning', urgent = false, children }: NoticeProps) {
  return (
    <p className={styles.notice} data-tone={tone} role={urgent ? 'alert' : undefined}>
      <Icon name={icon} size={18} />
      <span>{children}</span>
    </p>
  )
}
