import { useState } from 'react'
import { Button } from '@/components/Button'
import { FormActions } from '@/components/fields'
import { Progress } from '@/components/Progress'
import { useText } from '@/lib/i18n'
import styles from './AttachRecording.module.css'
import { addTranscript } from './calls'
import { FileButton, TRANSCRIPTS } from './DropZone'
import { FirstTurns } from './FirstTurns'
import { type Item, lacking } from './items'
import { messages } from './messages'
import { Reading } from './Reading'
import { Speakers } from './Speakers'
import { useImport } from './useImport'
import { useProblemWords } from './useProblemWords'
import { speakersIn } from './voices'
import { Warnings } from './Warnings'

interface AddWordsProps {
  interviewId: string
  projectId: string
  onDone: () => void
}

/** Gives words to an interview that has none: the same look at the file and its voices as at an import. */
export function AddWords({ interviewId, projectId, onDone }: AddWordsProps) {
  const t = useText(messages)
  const words = useProblemWords()
  const importing = useImport(projectId)
  const [busy, setBusy] = useState(false)
  const { items, actions, people } = importing
  const item = items.at(-1)
  const save = async ({ id, transcript, encoding, join, voices }: Item) => {
    if (!transcript) return
    setBusy(true)
    try {
      const speakers = speakersIn(voices, people, new Map())
      await addTranscript(interviewId, transcript, { encoding: encoding || null, join, speakers })
      onDone()
    } catch (problem) {
      actions.edit(id, { problem })
      setBusy(false)
    }
  }
  return (
    <div className={styles.words}>
      <div>
        <FileButton
          label={t('drop.choose')}
          accept={TRANSCRIPTS}
          primary={!item}
          onFiles={([file]) => file && actions.take([file])}
        />
      </div>
      {item?.problem !== undefined && (
        <p className={styles.problem} role="alert">
          {words(item.problem)}
        </p>
      )}
      {item?.stage === 'reading' && (
        <Progress value={null} label={t('readingFile', { name: item.transcript?.name ?? '' })} />
      )}
      {item?.preview && item.stage === 'ready' && (
        <>
          <Warnings warnings={item.preview.warnings} />
          <Reading item={item} actions={actions} />
          <Speakers item={item} actions={actions} people={people} />
          <FirstTurns preview={item.preview} voices={item.voices} />
          <FormActions>
            <Button
              tone="primary"
              busy={busy}
              disabled={lacking(item) !== undefined}
              onClick={() => void save(item)}
            >
              {t('addWords')}
            </Button>
          </FormActions>
        </>
      )}
    </div>
  )
}
