import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { SidePanel } from '@/components/Dialog'
import { FormActions, SelectField, SwitchField } from '@/components/fields'
import { Icon } from '@/components/Icon'
import { Progress } from '@/components/Progress'
import { useReport } from '@/components/useReport'
import { FileButton, TRANSCRIPTS, Warnings, useFormatTitle, useProblemWords } from '@/features/import'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import {
  type CorrectionPreview,
  type Interview,
  type Transcript,
  correct,
  corrections,
  previewCorrection,
  takeBack,
} from './calls'
import styles from './CorrectPanel.module.css'
import { type Mapping, NEW, guessed, keyOf, speakersIn } from './mapping'
import { messages } from './messages'
import { SideBySide } from './SideBySide'

const UNDO_MS = 30_000

interface CorrectPanelProps {
  interview: Interview
  transcript: Transcript
  onClose: () => void
}

interface Chosen {
  file: File
  join: boolean
  encoding: string
  seen: CorrectionPreview
  mapping: Mapping
}

/** A corrected text takes the transcript's place; what that does is shown before it is done. */
export function CorrectPanel({ interview, transcript, onClose }: CorrectPanelProps) {
  const t = useText(messages)
  const words = useProblemWords()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState<'reading' | 'saving' | null>(null)
  const replaced = useReplaced()

  const attempt = async (kind: 'reading' | 'saving', work: () => Promise<void>) => {
    setBusy(kind)
    setProblem(null)
    try {
      await work()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(null)
    }
  }
  const read = (file: File, join: boolean, encoding: string) =>
    attempt('reading', async () => {
      const seen = await previewCorrection(transcript.id, file, { join, encoding })
      setChosen({ file, join, encoding, seen, mapping: guessed(seen.speakers) })
    })
  const save = ({ file, join, encoding, seen, mapping }: Chosen) =>
    attempt('saving', async () => {
      const speakers = speakersIn(mapping, seen.speakers, t('unnamed'))
      const wanted = { version: seen.version, join, encoding: encoding || null, speakers }
      const done = await correct(transcript.id, file, wanted)
      onClose()
      await replaced(done.id, done.needs_review)
    })
  return (
    <SidePanel title={t('correct.title')} opened onClose={onClose} size="xl">
      <div className={styles.panel}>
        <p className={styles.hint}>{t('correct.hint')}</p>
        <div>
          <FileButton
            label={t(chosen ? 'correct.other' : 'correct.choose')}
            accept={TRANSCRIPTS}
            primary={!chosen}
            onFiles={([file]) => file && void read(file, true, '')}
          />
        </div>
        {problem !== null && (
          <p className={styles.problem} role="alert">
            {words(problem)}
          </p>
        )}
        {busy === 'reading' && <Progress value={null} label={t('correct.reading')} />}
        {!chosen && <Earlier transcriptId={transcript.id} onClose={onClose} />}
        {chosen && (
          <>
            <Seen chosen={chosen} onRead={read} />
            <WhoIsWho
              interview={interview}
              chosen={chosen}
              onChange={(mapping) => setChosen({ ...chosen, mapping })}
            />
            <Marks seen={chosen.seen} />
            <FormActions>
              <Button onClick={onClose}>{t('cancel')}</Button>
              <Button tone="primary" busy={busy === 'saving'} onClick={() => void save(chosen)}>
                {t('correct.save')}
              </Button>
            </FormActions>
          </>
        )}
      </div>
    </SidePanel>
  )
}

/** Says that it is done, and offers to take it back. */
function useReplaced() {
  const t = useText(messages)
  const queries = useQueryClient()
  const report = useReport()
  return async (correctionId: string, waiting: number) => {
    await queries.invalidateQueries()
    const run = async () => {
      await takeBack(correctionId)
      await queries.invalidateQueries()
    }
    showToast({
      text: waiting > 0 ? t('correct.doneReview', { count: waiting }) : t('correct.done'),
      tone: 'success',
      stays_ms: UNDO_MS,
      action: { label: t('undo'), run: () => void run().catch(report) },
    })
  }
}

interface SeenProps {
  chosen: Chosen
  onRead: (file: File, join: boolean, encoding: string) => Promise<void>
}

/** What was understood of the file, in numbers, and what of it somebody should know. */
function Seen({ chosen: { file, join, encoding, seen }, onRead }: SeenProps) {
  const t = useText(messages)
  const format = useFormat()
  const formatTitle = useFormatTitle()
  const { file: read } = seen
  return (
    <section className={styles.seen} aria-label={t('correct.seen')}>
      <p className={styles.file}>
        <strong>{file.name}</strong> · {formatTitle(read)} ·{' '}
        {t('correct.turns', { count: seen.turns_after, shown: format.number(seen.turns_after) })}{' '}
        <span>
          {t('correct.before', {
            before: format.number(seen.turns_before),
            same: format.number(seen.same),
          })}
        </span>
      </p>
      {seen.edited > 0 && (
        <p className={styles.warning}>
          <Icon name="alert" size={18} />
          {t('correct.edited', { count: seen.edited })}
        </p>
      )}
      <Warnings warnings={read.warnings} />
      {read.can_join && (
        <SwitchField
          label={t('correct.join')}
          checked={join}
          onChange={(event) => void onRead(file, event.currentTarget.checked, encoding)}
        />
      )}
      {(!read.encoding_certain || encoding !== '') && read.encodings.length > 0 && (
        <SelectField
          label={t('correct.encoding')}
          data={read.encodings.map((name) => ({ value: name, label: name.toUpperCase() }))}
          value={encoding || read.encoding}
          searchable
          allowDeselect={false}
          onChange={(name) => void onRead(file, join, name ?? '')}
        />
      )}
    </section>
  )
}

interface WhoIsWhoProps {
  interview: Interview
  chosen: Chosen
  onChange: (mapping: Mapping) => void
}

/** Each name of the file is one of the interview's voices, or a new one. What was guessed says why. */
function WhoIsWho({ interview, chosen: { seen, mapping }, onChange }: WhoIsWhoProps) {
  const t = useText(messages)
  const choices = [
    ...interview.speakers.map(({ id, label, name }) => ({
      value: id,
      label: name === label ? label : `${label} (${name})`,
    })),
    { value: NEW, label: t('who.new') },
  ]
  return (
    <section>
      <h3 className={styles.heading}>{t('who')}</h3>
      <ul className={styles.voices}>
        {seen.speakers.map((guess) => {
          const key = keyOf(guess.name)
          const samples = seen.file.speakers.find(({ name }) => name === guess.name)
          const reason = guess.why && mapping[key] === guess.speaker_id ? t(`who.${guess.why}`) : undefined
          return (
            <li key={key} className={styles.voice}>
              <div>
                <p className={styles.name}>{guess.name ?? t('unnamed')}</p>
                <p className={styles.sample} dir="auto">
                  {samples?.samples[0]}
                </p>
              </div>
              <SelectField
                label={t('who.is', { name: guess.name ?? t('unnamed') })}
                description={mapping[key] === NEW ? t('who.newHint') : reason}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                data={choices}
                value={mapping[key] ?? NEW}
                allowDeselect={false}
                onChange={(value) => onChange({ ...mapping, [key]: value ?? NEW })}
              />
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** What happens to the highlights: those that need review with old and new words side by side. */
function Marks({ seen }: { seen: CorrectionPreview }) {
  const t = useText(messages)
  if (seen.marks === 0) return null
  const moving = seen.marks - seen.review.length
  return (
    <section>
      <h3 className={styles.heading}>{t('marks')}</h3>
      <p>{t('marks.move', { count: moving })}</p>
      {seen.review.length > 0 && (
        <>
          <p className={styles.waiting}>{t('marks.review', { count: seen.review.length })}</p>
          <ul className={styles.reviews}>
            {seen.review.map((one) => (
              <li key={one.highlight_id}>
                <SideBySide before={one.quote} after={one.suggestion} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** Corrections that are remembered; the latest can be taken back. */
function Earlier({ transcriptId, onClose }: { transcriptId: string; onClose: () => void }) {
  const t = useText(messages)
  const format = useFormat()
  const queries = useQueryClient()
  const report = useReport()
  const { data = [] } = useQuery({
    queryKey: ['corrections', transcriptId],
    queryFn: () => corrections(transcriptId),
  })
  if (data.length === 0) return null
  const back = async (id: string) => {
    await takeBack(id)
    onClose()
    await queries.invalidateQueries()
    showToast({ text: t('earlier.back') })
  }
  return (
    <section>
      <h3 className={styles.heading}>{t('earlier')}</h3>
      <ul className={styles.earlier}>
        {data.map((one) => (
          <li key={one.id}>
            <p>
              {one.file_name}
              <span>{[one.created_by, format.relative(one.created_at)].filter(Boolean).join(', ')}</span>
            </p>
            {one.may_take_back && (
              <Button size="sm" icon="undo" onClick={() => void back(one.id).catch(report)}>
                {t('earlier.takeBack')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
