import { Link } from '@tanstack/react-router'
import { TitledCard } from '@/components/Card'
import { Icon } from '@/components/Icon'
import { Loaded } from '@/components/Loaded'
import { Progress } from '@/components/Progress'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './Subjects.module.css'
import { type Receipt, useReceipts } from './api'
import { messages } from './messages'

/** What somebody took back, and how far that is. Says nothing until there is something. */
export function ReceiptsCard({ participantId }: { participantId: string }) {
  const t = useText(messages)
  const receipts = useReceipts(participantId)
  if (!receipts.data?.items.length) return null
  return (
    <TitledCard title={t('receipts.title')}>
      <Loaded query={receipts}>{({ items }) => <ReceiptList receipts={items} />}</Loaded>
    </TitledCard>
  )
}

export function ReceiptList({ receipts }: { receipts: Receipt[] }) {
  const t = useText(messages)
  const format = useFormat()
  return (
    <ul className={styles.receipts}>
      {receipts.map((one) => (
        <li key={one.id}>
          <Link to="/receipts/$receiptId" params={{ receiptId: one.id }} className={styles.receiptLink}>
            {t(`reason.${one.reason}`)}
          </Link>
          <span className={styles.fine}>{format.dateTime(one.denied_at)}</span>
          {one.completed_at ? (
            <span className={styles.done}>
              <Icon name="check" size={16} />
              {t('receipts.done')}
            </span>
          ) : (
            <>
              <span className={styles.fine}>
                {t('receipts.open', { settled: format.number(one.settled), total: format.number(one.total) })}
              </span>
              <Progress value={one.settled / Math.max(one.total, 1)} label={t(`reason.${one.reason}`)} />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
