import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { FormActions, FormStack, TextField } from '@/components/fields'
import { useText } from '@/lib/i18n'
import { linkRecording, removeRecording } from './calls'
import styles from './AttachRecording.module.css'
import { FileButton, RECORDINGS } from './DropZone'
import { messages } from './messages'
import { Sending } from './Sending'
import { type Sent, uploadRecording } from './upload'
import { useProblemWords } from './useProblemWords'

/** On an interview's page: gives it a recording, another one, or takes it away. */
export function AttachRecording({ interviewId, has }: { interviewId: string; has: boolean }) {
  const t = useText(messages)
  const [opened, setOpened] = useState(false)
  return (
    <div>
      <Button size="sm" tone={has ? 'quiet' : 'secondary'} icon="upload" onClick={() => setOpened(true)}>
        {t(has ? 'attach.change' : 'attach.add')}
      </Button>
      {opened && <AttachDialog interviewId={interviewId} has={has} onClose={() => setOpened(false)} />}
    </div>
  )
}

type Work = { name: string; sent: Sent | null }

function AttachDialog({
  interviewId,
  has,
  onClose,
}: {
  interviewId: string
  has: boolean
  onClose: () => void
}) {
  const t = useText(messages)
  const queries = useQueryClient()
  const words = useProblemWords()
  const [link, setLink] = useState('')
  const [work, setWork] = useState<Work | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const controller = useRef<AbortController>(null)

  const run = async (name: string, action: (signal: AbortSignal) => Promise<void>) => {
    controller.current = new AbortController()
    setProblem(null)
    setWork({ name, sent: null })
    try {
      await action(controller.current.signal)
      await queries.invalidateQueries()
      onClose()
    } catch (error) {
      setProblem(error)
      setWork(null)
    }
  }
  const upload = (file: File) =>
    run(file.name, (signal) =>
      uploadRecording(interviewId, file, {
        signal,
        onProgress: (sent) => setWork({ name: file.name, sent }),
      }),
    )
  const close = () => {
    controller.current?.abort()
    onClose()
  }
  return (
    <Dialog title={t(has ? 'attach.change' : 'attach.add')} opened onClose={close}>
      <FormStack>
        {problem !== null && (
          <p className={styles.problem} role="alert">
            {words(problem)}
          </p>
        )}
        {work?.sent ? (
          <Sending name={work.name} sent={work.sent} onCancel={() => controller.current?.abort()} />
        ) : (
          <>
            <p className={styles.hint}>{t('recordingHint')}</p>
            <div>
              <FileButton
                label={t('recordingChoose')}
                accept={RECORDINGS}
                primary
                onFiles={([file]) => file && void upload(file)}
              />
            </div>
            <TextField
              label={t('link')}
              description={t('linkHint')}
              type="url"
              placeholder="https://"
              value={link}
              onChange={(event) => setLink(event.currentTarget.value)}
            />
            <FormActions>
              {has && (
                <Button tone="danger" onClick={() => void run('', () => removeRecording(interviewId))}>
                  {t('attach.remove')}
                </Button>
              )}
              <Button
                tone="primary"
                busy={work !== null}
                disabled={!link.trim()}
                onClick={() => void run('', () => linkRecording(interviewId, link.trim()))}
              >
                {t('attach.link')}
              </Button>
            </FormActions>
            {has && <p className={styles.hint}>{t('attach.removeHint')}</p>}
          </>
        )}
      </FormStack>
    </Dialog>
  )
}
