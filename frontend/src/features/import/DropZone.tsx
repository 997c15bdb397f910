import { useRef } from 'react'
import { Button } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { useText } from '@/lib/i18n'
import styles from './DropZone.module.css'
import { messages } from './messages'

/** What the browser offers when a recording is chosen. */
export const RECORDINGS = 'audio/*,video/*,.mkv,.m4a,.opus'
/** What the browser offers when a transcript is chosen. */
export const TRANSCRIPTS =
  '.vtt,.srt,.sbv,.sub,.ttml,.dfxp,.xml,.lrc,.ass,.ssa,.txt,.text,.md,.markdown,.docx,.odt,.rtf,.pdf,.html,.htm,.json,.eaf,.textgrid,.cha,.trs,.csv,.tsv,.xlsx'
const ACCEPT = `${TRANSCRIPTS},${RECORDINGS}`

interface FileButtonProps {
  label: string
  accept?: string
  multiple?: boolean
  primary?: boolean
  size?: 'sm' | 'md' | 'lg'
  /** Asks for a folder, and takes every file in it. */
  folder?: boolean
  onFiles: (files: File[]) => void
}

/** A button that asks the browser for files. */
export function FileButton({ label, accept, multiple, primary, size, folder, onFiles }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button
        icon={folder ? 'project' : 'upload'}
        size={size}
        tone={primary ? 'primary' : 'secondary'}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        accept={accept}
        multiple={multiple}
        {...(folder ? { webkitdirectory: '' } : {})}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])])
          // The same file may be chosen again, e.g. once it has been corrected.
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}

/** Where files are dropped or chosen. It shrinks once there are some: then they matter more. */
export function DropZone({ onFiles, small }: { onFiles: (files: File[]) => void; small: boolean }) {
  const t = useText(messages)
  return (
    <div className={styles.zone} data-small={small || undefined}>
      {!small && (
        <span className={styles.drawing}>
          <Icon name="upload" size={30} />
        </span>
      )}
      <div className={styles.words}>
        <p className={styles.title}>{t('drop.title')}</p>
        {!small && <p className={styles.text}>{t('drop.text')}</p>}
      </div>
      <div className={styles.buttons}>
        <FileButton
          label={t(small ? 'drop.more' : 'drop.choose')}
          accept={ACCEPT}
          multiple
          primary={!small}
          size={small ? 'md' : 'lg'}
          onFiles={onFiles}
        />
        <FileButton label={t('drop.folder')} folder multiple size={small ? 'md' : 'lg'} onFiles={onFiles} />
      </div>
    </div>
  )
}

/** Shown while files are held over the page. */
export function DropOverlay() {
  const t = useText(messages)
  return (
    <div className={styles.overlay} aria-hidden="true">
      <div className={styles.target}>
        <Icon name="upload" size={36} />
        <p>{t('drop.now')}</p>
      </div>
    </div>
  )
}
