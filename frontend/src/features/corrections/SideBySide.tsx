import { useText } from '@/lib/i18n'
import { type Piece, differ } from './differ'
import { messages } from './messages'
import styles from './SideBySide.module.css'

/** The words that were marked, and what stands there now. */
export function SideBySide({ before, after }: { before: string; after: string }) {
  const t = useText(messages)
  const [old, fresh] = differ(before, after)
  return (
    <div className={styles.sides}>
      <div>
        <p className={styles.name}>{t('side.before')}</p>
        <blockquote className={styles.words} dir="auto">
          <Pieces pieces={old} as="del" />
        </blockquote>
      </div>
      <div>
        <p className={styles.name}>{t('side.after')}</p>
        {after ? (
          <blockquote className={styles.words} dir="auto">
            <Pieces pieces={fresh} as="ins" />
          </blockquote>
        ) : (
          <p className={styles.gone}>{t('side.gone')}</p>
        )}
      </div>
    </div>
  )
}

function Pieces({ pieces, as: Changed }: { pieces: Piece[]; as: 'del' | 'ins' }) {
  return pieces.map(({ text, changed }, at) =>
    changed && text.trim() ? <Changed key={at}>{text}</Changed> : <span key={at}>{text}</span>,
  )
}
