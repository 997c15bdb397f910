import { Button } from '@/components/Button'
import { TitledCard } from '@/components/Card'
import { useReport } from '@/components/useReport'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { useUnmerge } from './MergeDialog'
import styles from './ParticipantPage.module.css'
import { useMerges } from './api'
import { messages } from './messages'

/** Who was merged into a participant, and the way back. Nothing when nobody was. */
export function Merges({ participantId }: { participantId: string }) {
  const t = useText(messages)
  const format = useFormat()
  const report = useReport()
  const merges = useMerges(participantId).data ?? []
  const undo = useUnmerge()
  if (merges.length === 0) return null
  return (
    <TitledCard title={t('merge.list')}>
      <ul className={styles.merges}>
        {merges.map((merge, index) => (
          <li key={merge.id}>
            <span>
              {t('merge.one', { name: merge.merged_name, when: format.date(merge.created_at), by: merge.by })}
            </span>
            {index === 0 && (
              <Button
                size="sm"
                icon="undo"
                busy={undo.isPending}
                onClick={() => undo.mutate(merge, { onError: report })}
              >
                {t('merge.undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </TitledCard>
  )
}
