import { useState } from 'react'
import { AnchorButton, Button } from '@/components/Button'
import { TitledCard } from '@/components/Card'
import { useReport } from '@/components/useReport'
import { useFormat } from '@/lib/format'
import { useLocale, useText } from '@/lib/i18n'
import { EraseDialog } from './EraseDialog'
import styles from './Subjects.module.css'
import { type AccessCopy, useAskForCopy, useCopies } from './api'
import { messages } from './messages'

interface Props {
  participantId: string
  projectId: string
  name: string
}

/** What somebody may ask for: a copy of everything, and that all of it goes. */
export function RightsCard({ participantId, projectId, name }: Props) {
  const t = useText(messages)
  const [locale] = useLocale()
  const report = useReport()
  const copies = useCopies(participantId)
  const ask = useAskForCopy()
  const [erasing, setErasing] = useState(false)
  const waiting = copies.data?.items.some(({ state }) => state === 'queued')
  const make = () =>
    ask.mutate(
      { params: { path: { participant_id: participantId } }, body: { language: locale } },
      { onError: report },
    )
  return (
    <TitledCard title={t('rights.title')}>
      <div className={styles.right}>
        <p className={styles.soft}>{t('rights.copyHint')}</p>
        <Button size="sm" icon="download" busy={ask.isPending || waiting} onClick={make}>
          {t('rights.copy')}
        </Button>
        <ul className={styles.copies} aria-live="polite">
          {copies.data?.items.map((one) => (
            <CopyRow key={one.id} copy={one} />
          ))}
        </ul>
      </div>
      <div className={styles.right}>
        <p className={styles.soft}>{t('rights.eraseHint')}</p>
        <Button size="sm" icon="trash" tone="danger" onClick={() => setErasing(true)}>
          {t('rights.erase')}
        </Button>
      </div>
      <EraseDialog
        participantId={participantId}
        projectId={projectId}
        name={name}
        opened={erasing}
        onClose={() => setErasing(false)}
      />
    </TitledCard>
  )
}

function CopyRow({ copy }: { copy: AccessCopy }) {
  const t = useText(messages)
  const format = useFormat()
  const over =
    copy.state === 'expired' || (copy.expires_at !== null && new Date(copy.expires_at) < new Date())
  return (
    <li>
      <span>{t('rights.of', { date: format.dateTime(copy.created_at) })}</span>
      {copy.state === 'queued' && <span className={styles.fine}>{t('rights.making')}</span>}
      {over && <span className={styles.fine}>{t('rights.expired')}</span>}
      {copy.state === 'ready' && !over && (
        <>
          <AnchorButton
            size="sm"
            tone="quiet"
            icon="download"
            href={`/api/access-copies/${copy.id}/file`}
            download
          >
            {t('rights.download', { size: format.bytes(copy.size_bytes) })}
          </AnchorButton>
          <span className={styles.fine}>
            {copy.expires_at && t('rights.ready', { date: format.date(copy.expires_at) })}
            {copy.downloads > 0 &&
              ` · ${t('rights.taken', { count: copy.downloads, shown: format.number(copy.downloads) })}`}
          </span>
        </>
      )}
    </li>
  )
}
