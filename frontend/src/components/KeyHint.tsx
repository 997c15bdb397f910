import styles from './KeyHint.module.css'

const SIGNS: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
}

/** Keys to press, e.g. `<KeyHint keys="g h" />`: one after the other. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={styles.keys}>
      {keys.split(' ').map((key, index) => (
        <kbd key={`${key}${index}`} className={styles.key}>
          {SIGNS[key] ?? key}
        </kbd>
      ))}
    </span>
  )
}
