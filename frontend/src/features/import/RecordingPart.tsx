import { IconButton } from '@/components/Button'
import { TextField } from '@/components/fields'
import { Icon } from '@/components/Icon'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import details from './Details.module.css'
import { FileButton, RECORDINGS } from './DropZone'
import type { Item } from './items'
import { messages } from './messages'
import styles from './RecordingPart.module.css'
import type { Import } from './useImport'

/** The recording that goes with a transcript: a file, or a link to one. */
export function RecordingPart({ item, importing }: { item: Item; importing: Import }) {
  const t = useText(messages)
  const format = useFormat()
  const { recording, link } = item
  const set = (values: Partial<Item>) => importing.edit(item.id, values)
  return (
    <section>
      <h2 className={details.heading}>{t('recording')}</h2>
      {recording ? (
        <div className={styles.file}>
          <Icon name={recording.type.startsWith('video/') ? 'reel' : 'volume'} />
          <p className={styles.name}>
            {recording.name}
            <span>{format.bytes(recording.size)}</span>
          </p>
          {item.transcript && (
            <IconButton
              icon="close"
              size="sm"
              label={t('recordingRemove')}
              onClick={() => set({ recording: null })}
            />
          )}
        </div>
      ) : (
        <div className={styles.choice}>
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
