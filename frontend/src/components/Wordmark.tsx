import styles from './Wordmark.module.css'

/** The product's name with the marker's stroke through its second half. */
export function Wordmark({ size = 'md' }: { size?: 'md' | 'lg' }) {
  return (
    <span className={styles.mark} data-size={size}>
      First<span className={styles.hand}>hand</span>
    </span>
  )
}
