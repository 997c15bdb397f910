import { memo, useId } from 'react'
import { Problem } from '@/api/problem'
import { Button, IconButton, LinkButton } from '@/components/Button'
import { Icon, type IconName } from '@/components/Icon'
import { Progress } from '@/components/Progress'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { Details } from './Details'
import { useFormatTitle } from './formats'
import { type Item, type Stage, knownIn, lacking } from './items'
import { messages } from './messages'
import { Sending } from './Sending'
import { type KnownRecording, knownRecording } from './knownRecording'
import styles from './Table.module.css'
import type { Actions } from './useImport'
import { useProblemWords } from './useProblemWords'
import type { Participant } from './voices'

const SIGNS: Record<Stage, IconName> = {
  reading: 'hourglass',
  ready: 'check',
  refused: 'ban',
  saving: 'hourglass',
  sending: 'upload',
  saved: 'check',
  failed: 'alert',
  halfway: 'alert',
}
const COLUMNS = 8

interface RowProps {
  item: Item
  actions: Actions
  people: Participant[]
  projectId: string | null
  /** The recordings of the list that no transcript has; only for a row that is open. */
  lone: readonly Item[]
}

/** One interview to be: its files, what was understood, how far it is. Opens to be corrected. */
export const ItemRow = memo(function ItemRow({ item, actions, people, projectId, lone }: RowProps) {
  const t = useText(messages)
  const body = useId()
  const { id, stage, opened, details } = item
  // What is read again stays in sight, so that nobody loses their place.
  const editable =
    stage === 'ready' || stage === 'failed' || (stage === 'reading' && item.preview !== undefined)
  const title = details.title || namesOf(item)
  const known = stage === 'ready' ? knownIn(item, projectId) : undefined
  return (
    <tbody className={styles.item} data-stage={known ? 'known' : stage}>
      <tr className={styles.row}>
        <td className={styles.handle}>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={editable ? opened : undefined}
            aria-controls={body}
            aria-label={t('open', { title })}
            disabled={!editable}
            onClick={() => actions.edit(id, { opened: !opened })}
          >
            <Icon name="chevron-end" size={18} />
          </button>
        </td>
        <th scope="row" className={styles.name}>
          <span className={styles.title}>{title}</span>
          <Files item={item} />
        </th>
        <FactCells item={item} />
        <td className={styles.state}>
          <StageSign item={item} known={known !== undefined} projectId={projectId} />
        </td>
        <td className={styles.away}>
          <IconButton
            icon="close"
            size="sm"
            label={t('remove', { title })}
            disabled={stage === 'saving'}
            onClick={() => actions.remove(id)}
          />
        </td>
      </tr>
      <Below>
        {known && <Known known={known} onAgain={() => actions.edit(id, { again: true })} />}
        <Trouble item={item} actions={actions} />
        <UnderWay item={item} actions={actions} />
      </Below>
      {editable && opened && (
        <tr className={styles.opened}>
          <td colSpan={COLUMNS} id={body} className={styles.body}>
            <Details item={item} actions={actions} people={people} lone={lone} />
          </td>
        </tr>
      )}
    </tbody>
  )
})

const namesOf = ({ transcript, recording }: Item) =>
  [transcript, recording].flatMap((file) => file?.name ?? []).join(' + ')

/** A line of its own below the row; takes no room when there is nothing to say. */
function Below({ children }: { children: React.ReactNode }) {
  return (
    <tr className={styles.below}>
      <td colSpan={COLUMNS}>{children}</td>
    </tr>
  )
}

function Files({ item: { transcript, recording } }: { item: Item }) {
  const t = useText(messages)
  return (
    <span className={styles.files}>
      {transcript && <span>{transcript.name}</span>}
      {recording && (
        <span className={styles.recording}>
          <Icon name={recording.type.startsWith('video/') ? 'reel' : 'volume'} size={14} />
          {recording.name}
          {transcript && <span className="visually-hidden">{t('recordingPaired')}</span>}
        </span>
      )}
    </span>
  )
}

/** What was understood of a file, in numbers. */
function FactCells({ item: { preview, transcript, recording, stage, voices } }: { item: Item }) {
  const t = useText(messages)
  const format = useFormat()
  const formatTitle = useFormatTitle()
  if (!transcript && recording)
    return (
      <>
        <Cell name={t('fact.format')}>{t('format.recording')}</Cell>
        <td colSpan={3} className={styles.fact} data-name={t('fact.size')}>
          {format.bytes(recording.size)}
        </td>
      </>
    )
  if (!preview || stage === 'refused') return <td colSpan={4} className={styles.empty} />
  const named = voices.filter(({ names }) => names[0] !== null).length
  return (
    <>
      <Cell name={t('fact.format')} warn={preview.confidence < 0.7 || !preview.encoding_certain}>
        <span>
          {formatTitle(preview)}
          <span className={styles.sure}>
            {t(sureness(preview.confidence), { percent: Math.round(preview.confidence * 100) })}
            {!preview.encoding_certain && ` · ${preview.encoding.toUpperCase()}`}
          </span>
        </span>
      </Cell>
      <Cell name={t('fact.turns')} number>
        {format.number(preview.turns_total)}
      </Cell>
      <Cell name={t('fact.speakers')} number>
        {named > 0 ? format.number(named) : t('fact.none')}
      </Cell>
      <Cell name={t('fact.length')} number>
        {preview.length_ms === null ? t('fact.none') : format.clock(preview.length_ms)}
      </Cell>
    </>
  )
}

function sureness(confidence: number): 'sure.certain' | 'sure.likely' | 'sure.guess' {
  return confidence >= 0.9 ? 'sure.certain' : confidence >= 0.6 ? 'sure.likely' : 'sure.guess'
}

interface CellProps {
  name: string
  children: React.ReactNode
  number?: boolean
  warn?: boolean
}

function Cell({ name, children, number, warn }: CellProps) {
  return (
    <td
      className={styles.fact}
      data-name={name}
      data-number={number || undefined}
      data-warn={warn || undefined}
    >
      {children}
    </td>
  )
}

interface StageSignProps {
  item: Item
  known: boolean
  projectId: string | null
}

function StageSign({ item, known, projectId }: StageSignProps) {
  const t = useText(messages)
  const { stage, interviewId, preview, others } = item
  if (stage === 'saved' && others?.length && projectId)
    return (
      <LinkButton size="sm" to="/projects/$projectId" params={{ projectId }}>
        {t('done', { count: others.length + 1 })}
      </LinkButton>
    )
  if (stage === 'saved' && interviewId)
    return (
      <LinkButton size="sm" to="/interviews/$interviewId" params={{ interviewId }}>
        {t('goThere')}
      </LinkButton>
    )
  const findings = stage === 'ready' ? (preview?.warnings.length ?? 0) : 0
  return (
    <span className={styles.stage} data-stage={known ? 'known' : stage}>
      <Icon name={SIGNS[stage]} size={16} />
      {known ? t('stage.known') : t(`stage.${stage}`)}
      {findings > 0 && <span className={styles.findings}>{t('findings', { count: findings })}</span>}
    </span>
  )
}

interface KnownProps {
  known: { interview_id: string; title: string }
  onAgain: () => void
}

/** The very same file is in the project already. */
function Known({ known, onAgain }: KnownProps) {
  const t = useText(messages)
  return (
    <div className={styles.known} role="status">
      <p>{t('known', { title: known.title })}</p>
      <LinkButton
        size="sm"
        tone="quiet"
        to="/interviews/$interviewId"
        params={{ interviewId: known.interview_id }}
      >
        {t('goThere')}
      </LinkButton>
      <Button size="sm" onClick={onAgain}>
        {t('again')}
      </Button>
    </div>
  )
}

/** Why it cannot be saved, or was not, and what to do. */
function Trouble({ item, actions }: { item: Item; actions: Actions }) {
  const t = useText(messages)
  const words = useProblemWords()
  const missing = item.stage === 'ready' && lacking(item)
  const known = knownRecording(item.problem)
  if (known) return <KnownRecording item={item} known={known} actions={actions} />
  const text = item.problem ? words(item.problem) : missing ? t(`lacking.${missing}`) : ''
  if (!text) return null
  const line = item.problem instanceof Problem ? item.problem.extra.line : undefined
  return (
    <div className={styles.trouble} role="alert">
      <Icon name="alert" size={18} />
      <p>
        {typeof line === 'number' && <strong>{t('line', { line })}: </strong>}
        {text}
      </p>
      {item.stage === 'refused' && (
        <Button size="sm" onClick={() => actions.reread(item.id, { encoding: '' })}>
          {t(item.encoding === '' ? 'retry' : 'detect')}
        </Button>
      )}
      {(item.stage === 'failed' || item.stage === 'halfway') && (
        <Button size="sm" onClick={() => void actions.save(item.id)}>
          {t('retry')}
        </Button>
      )}
      {item.stage === 'halfway' && item.interviewId && (
        <LinkButton size="sm" to="/interviews/$interviewId" params={{ interviewId: item.interviewId }}>
          {t('goThere')}
        </LinkButton>
      )}
    </div>
  )
}

interface KnownRecordingProps {
  item: Item
  known: KnownRecording
  actions: Actions
}

/** The words are saved; the very same recording is in another interview already. */
function KnownRecording({ item, known, actions }: KnownRecordingProps) {
  const t = useText(messages)
  return (
    <div className={styles.known} role="alert">
      <p>{t('attach.known', { title: known.title })}</p>
      <Button size="sm" tone="primary" onClick={() => void actions.useKnown(item.id, known.recordingId)}>
        {t('attach.knownUse')}
      </Button>
      <Button
        size="sm"
        onClick={() => {
          actions.edit(item.id, { sendAnyway: true })
          void actions.save(item.id)
        }}
      >
        {t('attach.knownAnyway')}
      </Button>
    </div>
  )
}

/** What is going on right now. */
function UnderWay({ item, actions }: { item: Item; actions: Actions }) {
  const t = useText(messages)
  const { stage, sent, recording } = item
  if (stage === 'reading' && !item.preview)
    return (
      <div className={styles.wait}>
        <Progress value={null} label={t('readingFile', { name: item.transcript?.name ?? '' })} />
      </div>
    )
  if (stage !== 'sending' || !sent || !recording) return null
  return (
    <div className={styles.wait}>
      <Sending
        name={recording.name}
        sent={sent}
        state={item.paused ? 'paused' : 'sending'}
        onPause={() => actions.pause(item.id, true)}
        onResume={() => actions.pause(item.id, false)}
        onCancel={() => actions.cancel(item.id)}
      />
    </div>
  )
}
