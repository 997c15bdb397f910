import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Problem } from '@/api/problem'
import { Button, IconButton } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { FormActions, FormStack, SelectField, TextField } from '@/components/fields'
import { StreamFrame, playsStreams } from '@/components/StreamFrame'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { useFormat } from '@/lib/format'
import type { Medium } from '@/lib/framedMedium'
import { useText } from '@/lib/i18n'
import { type Recording, type Transcript, shiftTimes } from './calls'
import { messages } from './messages'
import styles from './ShiftDialog.module.css'

const STEPS_MS = [-1000, -100, 100, 1000]
const FEW = 40

interface ShiftDialogProps {
  transcript: Transcript
  recording: Recording | null
  onClose: () => void
}

/** Moves all times, judged by ear: play a turn where it would be heard, or say when its words are heard. */
export function ShiftDialog({ transcript, recording, onClose }: ShiftDialogProps) {
  const t = useText(messages)
  const format = useFormat()
  const [seconds, setSeconds] = useState('0')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const shifted = useShifted(transcript)
  const byMs = Math.round(Number(seconds.replace(',', '.')) * 1000)
  const valid = Number.isFinite(byMs) && byMs !== 0
  const first = Math.min(...transcript.turns.flatMap(({ start_ms }) => start_ms ?? []))
  const tooEarly = Number.isFinite(byMs) && first + byMs < 0
  const nudge = (ms: number) => setSeconds(String(((Number.isFinite(byMs) ? byMs : 0) + ms) / 1000))
  const save = async () => {
    setBusy(true)
    setProblem(null)
    try {
      await shifted(byMs)
      onClose()
    } catch (error) {
      setProblem(error instanceof Problem ? error.detail : t('shift.failed'))
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('shift.title')} opened onClose={onClose} size="lg">
      <FormStack>
        <p className={styles.hint}>{t('shift.hint')}</p>
        <div className={styles.amount}>
          <TextField
            label={t('shift.by')}
            description={t('shift.byHint')}
            inputMode="decimal"
            value={seconds}
            error={
              tooEarly
                ? t('shift.tooEarly', { most: format.clock(first) })
                : Number.isFinite(byMs)
                  ? (problem ?? undefined)
                  : t('shift.noNumber')
            }
            onChange={(event) => setSeconds(event.currentTarget.value)}
          />
          <div className={styles.nudges} role="group" aria-label={t('shift.by')}>
            {STEPS_MS.map((ms) => (
              <Button key={ms} size="sm" onClick={() => nudge(ms)}>
                {`${ms > 0 ? '+' : '−'}${format.number(Math.abs(ms) / 1000)} s`}
              </Button>
            ))}
          </div>
        </div>
        {recording && sourceOf(recording) ? (
          <ByEar
            transcript={transcript}
            recording={recording}
            byMs={Number.isFinite(byMs) ? byMs : 0}
            onHeard={(ms) => setSeconds(String(Math.round(ms) / 1000))}
          />
        ) : (
          <p className={styles.hint}>{t('shift.noRecording')}</p>
        )}
        <FormActions>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" busy={busy} disabled={!valid || tooEarly} onClick={() => void save()}>
            {t('shift.save')}
          </Button>
        </FormActions>
      </FormStack>
    </Dialog>
  )
}

/** Shifts, and offers to shift back. */
function useShifted(transcript: Transcript) {
  const t = useText(messages)
  const queries = useQueryClient()
  const undoable = useUndo()
  const report = useReport()
  return async (byMs: number) => {
    const version = await shiftTimes(transcript.id, transcript.version, byMs)
    await queries.invalidateQueries()
    undoable({
      text: t('shift.done', { by: `${byMs > 0 ? '+' : '−'}${Math.abs(byMs) / 1000}` }),
      undo: async () => {
        await shiftTimes(transcript.id, version, -byMs).catch(report)
        await queries.invalidateQueries()
      },
    })
  }
}

/** What plays here: our own file, or a linked file or stream. */
const sourceOf = ({ media_url, url, provider }: Recording) =>
  media_url ?? (provider === 'file' || provider === 'hls' ? (url ?? undefined) : undefined)

interface ByEarProps {
  transcript: Transcript
  recording: Recording
  byMs: number
  /** Told by how much to shift so that the chosen words are heard at the place that plays now. */
  onHeard: (ms: number) => void
}

function ByEar({ transcript, recording, byMs, onHeard }: ByEarProps) {
  const t = useText(messages)
  const format = useFormat()
  const media = useRef<Medium>(null)
  const source = sourceOf(recording)
  const [failed, setFailed] = useState(false)
  const [playing, setPlaying] = useState(false)
  const spoken = transcript.turns.filter(({ start_ms, text }) => typeof start_ms === 'number' && text)
  const [turnId, setTurnId] = useState(spoken[0]?.id ?? '')
  const turn = spoken.find(({ id }) => id === turnId)
  const placeMs = Math.max(0, (turn?.start_ms ?? 0) + byMs + recording.starts_at_ms)
  // Another amount is another place: what plays is always what would be heard.
  useEffect(() => media.current?.pause(), [placeMs])
  const listen = () => {
    const element = media.current
    if (!element) return
    if (playing) {
      element.pause()
      return
    }
    element.currentTime = placeMs / 1000
    // A refusal shows in the button, which stays where it is.
    void element.play().catch(() => setPlaying(false))
  }
  const hold = useCallback((medium: Medium | null) => {
    if (!medium) return
    media.current = medium
    medium.addEventListener('play', () => setPlaying(true))
    medium.addEventListener('pause', () => setPlaying(false))
    return () => void (media.current = null)
  }, [])
  const heard = () => {
    if (!media.current || !turn) return
    onHeard(media.current.currentTime * 1000 - recording.starts_at_ms - (turn.start_ms ?? 0))
  }
  if (failed) return <p className={styles.hint}>{t('shift.noRecording')}</p>
  return (
    <section className={styles.ear} aria-label={t('shift.ear')}>
      <SelectField
        label={t('shift.turn')}
        data={spoken.slice(0, FEW).map(({ id, text, start_ms }) => ({
          value: id,
          label: `${format.clock(start_ms ?? 0)} · ${text.slice(0, 60)}`,
        }))}
        value={turnId}
        allowDeselect={false}
        onChange={(id) => setTurnId(id ?? '')}
      />
      {source && recording.provider === 'hls' && !playsStreams() ? (
        <StreamFrame
          url={source}
          label={t('shift.ear')}
          className={styles.picture}
          attach={hold}
          onTrouble={() => setFailed(true)}
          onPress={listen}
        />
      ) : (
        // eslint-disable-next-line jsx-a11y/media-has-caption -- the words stand right below
        <audio ref={hold} src={source} preload="metadata" />
      )}
      <div className={styles.play}>
        <IconButton
          icon={playing ? 'pause' : 'play'}
          tone="primary"
          label={playing ? t('shift.pause') : t('shift.listen', { at: format.clock(placeMs) })}
          onClick={listen}
        />
        <p>
          <span className={styles.at}>{t('shift.heardAt', { at: format.clock(placeMs) })}</span>
          <q dir="auto">{turn?.text.slice(0, 160)}</q>
        </p>
      </div>
      <div>
        <Button size="sm" disabled={!playing} onClick={heard}>
          {t('shift.now')}
        </Button>
        <p className={styles.hint}>{t('shift.nowHint')}</p>
      </div>
    </section>
  )
}
