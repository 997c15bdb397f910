import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { $api } from '@/api/client'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { FormActions, FormStack, TextField } from '@/components/fields'
import { Progress } from '@/components/Progress'
import { useText } from '@/lib/i18n'
import { copyRecording, linkRecording, removeRecording } from './calls'
import styles from './AttachRecording.module.css'
import { FileButton, RECORDINGS } from './DropZone'
import { type KnownRecording, knownRecording } from './knownRecording'
import { messages } from './messages'
import { Sending } from './Sending'
import { type Sent, type Steering, uploadRecording } from './upload'
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

interface Work {
  file: File | null
  sent: Sent | null
  paused: boolean
  checking: boolean
}

const IDLE: Work = { file: null, sent: null, paused: false, checking: false }

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
  const [work, setWork] = useState<Work | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const controller = useRef<AbortController>(null)
  const steering = useRef<Steering>(null)
  const [file, setFile] = useState<File | null>(null)

  const run = async (action: (signal: AbortSignal) => Promise<unknown>) => {
    controller.current = new AbortController()
    setProblem(null)
    setWork(IDLE)
    try {
      await action(controller.current.signal)
      await queries.invalidateQueries()
      onClose()
    } catch (error) {
      setProblem(error)
      setWork(null)
    }
  }
  const upload = (chosen: File, refuseKnown: boolean) => {
    setFile(chosen)
    void run((signal) =>
      uploadRecording(interviewId, chosen, {
        signal,
        refuseKnown,
        onStart: (found) => (steering.current = found),
        onProgress: (sent) => setWork((now) => ({ ...IDLE, ...now, file: chosen, sent })),
        onChecking: () => setWork({ ...IDLE, file: chosen, checking: true }),
      }),
    )
  }
  const pause = (paused: boolean) => {
    if (paused) steering.current?.pause()
    else steering.current?.resume()
    setWork((now) => now && { ...now, paused })
  }
  const close = () => {
    // What has arrived stays: the same file goes on from there.
    steering.current?.pause()
    onClose()
  }
  const known = file && knownRecording(problem)
  return (
    <Dialog title={t(has ? 'attach.change' : 'attach.add')} opened onClose={close}>
      <FormStack>
        {problem !== null && !known && (
          <p className={styles.problem} role="alert">
            {words(problem)}
          </p>
        )}
        {known ? (
          <Known
            known={known}
            onUse={() => void run(() => copyRecording(interviewId, known.recordingId))}
            onAnyway={() => upload(file, false)}
          />
        ) : work?.checking ? (
          <Checking name={work.file?.name ?? ''} />
        ) : work?.file && work.sent ? (
          <Sending
            name={work.file.name}
            sent={work.sent}
            state={work.paused ? 'paused' : 'sending'}
            onPause={() => pause(true)}
            onResume={() => pause(false)}
            onCancel={() => controller.current?.abort()}
          />
        ) : (
          <Choices
            interviewId={interviewId}
            has={has}
            busy={work !== null}
            onFile={(chosen) => upload(chosen, true)}
            onLink={(link) => void run(() => linkRecording(interviewId, link))}
            onRemove={() => void run(() => removeRecording(interviewId))}
          />
        )}
      </FormStack>
    </Dialog>
  )
}

interface ChoicesProps {
  interviewId: string
  has: boolean
  busy: boolean
  onFile: (file: File) => void
  onLink: (link: string) => void
  onRemove: () => void
}

function Choices({ interviewId, has, busy, onFile, onLink, onRemove }: ChoicesProps) {
  const t = useText(messages)
  const [link, setLink] = useState('')
  return (
    <>
      <Stopped interviewId={interviewId} />
      <p className={styles.hint}>{t('recordingHint')}</p>
      <div>
        <FileButton
          label={t('recordingChoose')}
          accept={RECORDINGS}
          primary
          onFiles={([file]) => file && onFile(file)}
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
          <Button tone="danger" onClick={onRemove}>
            {t('attach.remove')}
          </Button>
        )}
        <Button tone="primary" busy={busy} disabled={!link.trim()} onClick={() => onLink(link.trim())}>
          {t('attach.link')}
        </Button>
      </FormActions>
      {has && <p className={styles.hint}>{t('attach.removeHint')}</p>}
    </>
  )
}

/** Uploads that stopped here: choosing the same file again goes on where each one was. */
function Stopped({ interviewId }: { interviewId: string }) {
  const t = useText(messages)
  const path = { interview_id: interviewId }
  const { data = [] } = $api.useQuery('get', '/api/interviews/{interview_id}/uploads', { params: { path } })
  const begun = data.filter(({ received_bytes }) => received_bytes > 0)
  return begun.map((upload) => (
    <p key={upload.id} className={styles.stopped} role="status">
      {t('attach.stopped', {
        name: upload.file_name,
        percent: Math.floor((upload.received_bytes / upload.size_bytes) * 100),
      })}
    </p>
  ))
}

function Checking({ name }: { name: string }) {
  const t = useText(messages)
  return (
    <div>
      <p className={styles.hint} role="status">
        {t('attach.checking', { name })}
      </p>
      <Progress value={null} label={t('attach.checking', { name })} />
    </div>
  )
}

function Known({
  known,
  onUse,
  onAnyway,
}: {
  known: KnownRecording
  onUse: () => void
  onAnyway: () => void
}) {
  const t = useText(messages)
  return (
    <>
      <p role="alert">{t('attach.known', { title: known.title })}</p>
      <p className={styles.hint}>
        <Link to="/interviews/$interviewId" params={{ interviewId: known.interviewId }} target="_blank">
          {t('attach.knownLook')}
        </Link>
      </p>
      <FormActions>
        <Button onClick={onAnyway}>{t('attach.knownAnyway')}</Button>
        <Button tone="primary" onClick={onUse}>
          {t('attach.knownUse')}
        </Button>
      </FormActions>
    </>
  )
}
