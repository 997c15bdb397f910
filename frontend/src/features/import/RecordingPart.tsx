import { IconButton } from '@/components/Button'
import { SelectField, TextField } from '@/components/fields'
import { Icon } from '@/components/Icon'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import details from './Details.module.css'
import { FileButton, RECORDINGS } from './DropZone'
import type { Item } from './items'
import { messages } from './messages'
import styles from './RecordingPart.module.css'
import type { Actions } from './useImport'

interface RecordingPartProps {
  item: Item
  actions: Actions
  /** The recordings of the list that no transcript has. */
  lone: readonly Item[]
}

/** The recording that goes with a transcript: a file, or a link to one. */
export function RecordingPart({ item, actions, lone }: RecordingPartProps) {
  const t = useText(messages)
  const format = useFormat()
  const { recording, link } = item
  const set = (values: Partial<Item>) => actions.edit(item.id, values)
  return (
    <section>
      <h2 className={details.heading}>{t('recording')}</h2>
      {recording ? (
        <div className={styles.file}>
          <Icon name={recording.type.startsWith('video/') ? 'reel' : 'volume'} />
          <p className={styles.name}>
            {recording.name}
            <span>
              {format.bytes(recording.size)}
              {item.transcript && ` · ${t('recordingPaired')}`}
            </span>
          </p>
          {item.transcript && (
            <IconButton
              icon="close"
              size="sm"
              label={t('recordingRemove')}
              onClick={() => actions.part(item.id)}
            />
          )}
        </div>
      ) : (
        <div className={styles.choice}>
          {lone.length > 0 && item.transcript && (
            <SelectField
              className={styles.link}
              label={t('recordingOfList')}
              placeholder={t('recordingNone')}
              data={lone.map(({ id, recording: one }) => ({ value: id, label: one?.name ?? '' }))}
              value={null}
              onChange={(id) => id && actions.pairUp(item.id, id)}
            />
          )}
          <FileButton
            label={t('recordingChoose')}
            accept={RECORDINGS}
            onFiles={([file]) => file && set({ recording: file, link: '' })}
          />
          <TextField
            className={styles.link}
            label={t('link')}
            description={t('linkHint')}
            type="url"
            inputMode="url"
            placeholder="https://"
            value={link}
            onChange={(event) => set({ link: event.currentTarget.value })}
          />
        </div>
      )}
    </section>
  )
}
