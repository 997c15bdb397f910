import { useText } from '@/lib/i18n'
import { Icon } from './Icon'
import styles from './PlayButton.module.css'
import { messages } from './messages'

interface PlayButtonProps {
  playing: boolean
  onToggle: () => void
  /** What is played, for the button's name, e.g. the speaker's pseudonym. */
  what?: string
  /** How far it has played, 0 to 1: drawn as a ring. */
  progress?: number
  /** The recording is on its way. */
  waiting?: boolean
  size?: 'sm' | 'md' | 'lg'
}

const RADIUS = 21
const ROUND = 2 * Math.PI * RADIUS
const ICON_SIZE = { sm: 15, md: 19, lg: 26 }

export function PlayButton({ playing, onToggle, what, progress = 0, waiting, size = 'md' }: PlayButtonProps) {
  const t = useText(messages)
  const named = what ? t(playing ? 'pause' : 'play', { what }) : t(playing ? 'pauseMoment' : 'playMoment')
  return (
    <button
      type="button"
      className={styles.button}
      data-size={size}
      data-playing={playing || undefined}
      data-waiting={waiting || undefined}
      aria-label={named}
      aria-busy={waiting || undefined}
      onClick={onToggle}
    >
      <svg className={styles.ring} viewBox="0 0 46 46" aria-hidden="true">
        <circle
          cx="23"
          cy="23"
          r={RADIUS}
          strokeDasharray={ROUND}
          strokeDashoffset={ROUND * (1 - Math.min(1, Math.max(0, progress)))}
        />
      </svg>
      <Icon name={playing ? 'pause' : 'play'} size={ICON_SIZE[size]} />
    </button>
  )
}
