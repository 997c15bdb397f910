import { type SyntheticEvent, useState } from 'react'
import { Button } from '@/components/Button'
import { SidePanel } from '@/components/Dialog'
import { Loaded } from '@/components/Loaded'
import { RowsSkeleton } from '@/components/Skeletons'
import { TextField } from '@/components/fields'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { type Reel, type Version, useVersionDeeds, useVersions } from './api'
import type { Editing } from './editing'
import { messages } from './messages'
import styles from './Versions.module.css'

interface VersionsProps {
  reel: Reel
  editing: Editing
  opened: boolean
  onClose: () => void
}

/** What the reel was, and the way back. */
export function Versions({ reel, editing, opened, onClose }: VersionsProps) {
  const t = useText(messages)
  const versions = useVersions(reel.id, opened)
  const deeds = useVersionDeeds(reel.id)
  const report = useReport()
  const undoable = useUndo()
  const restore = (version: Version) =>
    void deeds
      .restore(version.id, editing.version())
      .then((made) => {
        editing.take(made)
        onClose()
        undoable({ text: t('restored', { number: version.number }), undo: editing.undo })
      })
      .catch(report)
  return (
    <SidePanel title={t('versions')} opened={opened} onClose={onClose}>
      <p className={styles.lead}>{t('versionsLead')}</p>
      <Naming onName={deeds.name} busy={editing.saving !== 'saved'} />
      <Loaded query={{ ...versions, data: versions.data?.items }} waiting={<RowsSkeleton count={4} />}>
        {(items) =>
          items.length === 0 ? (
            <p className={styles.meta}>{t('versionsNone')}</p>
          ) : (
            <ol className={styles.list}>
              {items.map((version) => (
                <Row key={version.id} version={version} onRestore={() => restore(version)} />
              ))}
            </ol>
          )
        }
      </Loaded>
    </SidePanel>
  )
}

function Naming({ onName, busy }: { onName: (name: string) => Promise<void>; busy: boolean }) {
  const t = useText(messages)
  const report = useReport()
  const [name, setName] = useState('')
  const keep = (event: SyntheticEvent) => {
    event.preventDefault()
    if (!name.trim()) return
    void onName(name.trim())
      .then(() => setName(''))
      .catch(report)
  }
  return (
    <form className={styles.naming} onSubmit={keep}>
      <TextField
        label={t('versionName')}
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!name.trim() || busy}>
        {t('keepVersion')}
      </Button>
    </form>
  )
}

function Row({ version, onRestore }: { version: Version; onRestore: () => void }) {
  const t = useText(messages)
  const format = useFormat()
  const counts = [
    t('clips', { count: version.clips }),
    version.cards > 0 && t('cards', { count: version.cards }),
  ].filter(Boolean)
  return (
    <li className={styles.row} data-named={version.name !== '' || undefined}>
      <div>
        <p className={styles.name}>{version.name || t('versionNumber', { number: version.number })}</p>
        <p className={styles.meta}>
          <time dateTime={version.saved_at} title={format.dateTime(version.saved_at)}>
            {format.relative(version.saved_at)}
          </time>
          {version.author_name && ` · ${version.author_name}`}
          {` · ${counts.join(', ')}`}
        </p>
      </div>
      {version.is_current ? (
        <span className={styles.meta}>{t('versionNow')}</span>
      ) : (
        <Button
          size="sm"
          tone="quiet"
          icon="history"
          aria-label={t('restoreVersion', {
            name: version.name || t('versionNumber', { number: version.number }),
          })}
          onClick={onRestore}
        >
          {t('restore')}
        </Button>
      )}
    </li>
  )
}
