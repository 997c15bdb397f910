/** The interview page: a recording and its words in step, read, marked and tagged. The heart of the product. */
import { kindMessages } from '@/components/interviewKinds'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { isProblem } from '@/api/problem'
import { Button } from '@/components/Button'
import { PageHeader } from '@/components/PageHeader'
import { QuoteSkeleton } from '@/components/Skeletons'
import { EmptyState, ErrorState, NoAccess } from '@/components/States'
import { AddTranscript, ReviewBar, TranscriptTools, useRemarking } from '@/features/corrections'
import { AttachRecording } from '@/features/import'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import {
  type Highlight,
  type Interview,
  type Recording,
  type Speaker,
  type Tag,
  type Transcript as TranscriptData,
  interviewQuery,
  recordingQuery,
  tagsQuery,
  transcriptQuery,
  useWords,
} from './data'
import styles from './InterviewPage.module.css'
import './layers.css'
import { messages } from './messages'
import { type TurnMarks, marksByTurn } from './model'
import { Player } from './Player'
import { usePlayback } from './playback'
import { type Moment, Sheet } from './Sheet'
import { type Filter, Side } from './Side'
import { spokenOf } from './Transcript'
import { useFollowing } from './useFollowing'
import { useHighlights } from './useHighlights'
import { VoiceDialog } from './VoiceDialog'
import { entriesOf, voicesOf } from './voices'

const NO_TAGS: Tag[] = []

export function InterviewPage({ interviewId, moment = {} }: { interviewId: string; moment?: Moment }) {
  const interview = useQuery(interviewQuery(interviewId))
  const transcript = useQuery(transcriptQuery(interviewId))
  const recording = useQuery(recordingQuery(interviewId))
  const t = useText(messages)
  if (interview.error) return <Failed error={interview.error} retry={() => void interview.refetch()} />
  if (!interview.data) return <Waiting />
  return (
    <div className={styles.page}>
      <Head interview={interview.data} recording={recording.data ?? null} />
      {isProblem(transcript.error, 'no_transcript') ? (
        <NoTranscript interview={interview.data} recording={recording.data ?? null} />
      ) : transcript.error ? (
        <ErrorState error={transcript.error} retry={() => void transcript.refetch()} />
      ) : !transcript.data || recording.isPending ? (
        <QuoteSkeleton count={4} />
      ) : transcript.data.turns.length > 0 && transcript.data.turns.every((turn) => turn.withheld) ? (
        <NoAccess title={t('all.title')}>
          <p>{t('all.text')}</p>
        </NoAccess>
      ) : (
        <Work
          key={recording.data?.id ?? ''}
          interview={interview.data}
          transcript={transcript.data}
          recording={recording.data ?? null}
          moment={moment}
        />
      )}
    </div>
  )
}

function Failed({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useText(messages)
  return (
    <>
      <PageHeader title={t('title')} />
      <ErrorState error={error} retry={retry} />
    </>
  )
}

function Waiting() {
  const t = useText(messages)
  return (
    <>
      <PageHeader title={t('title')} />
      <QuoteSkeleton count={4} />
    </>
  )
}

/** Before there are words: the recording plays all the same, and words can be brought in. */
function NoTranscript({ interview, recording }: { interview: Interview; recording: Recording | null }) {
  const t = useText(messages)
  const empty = (
    <EmptyState
      icon="text"
      title={t('no.title')}
      action={
        interview.may_research && (
          <div className={styles.actions}>
            <AddTranscript interview={interview} />
            <AttachRecording interviewId={interview.id} has={recording !== null} />
          </div>
        )
      }
    >
      <p>{t(recording ? 'no.textWithRecording' : 'no.text')}</p>
    </EmptyState>
  )
  if (!recording) return empty
  return (
    <div className={styles.columns}>
      <aside className={styles.side} aria-label={t('recording')}>
        <RecordingAlone key={recording.id} recording={recording} title={interview.title} />
      </aside>
      {empty}
    </div>
  )
}

const NO_HIGHLIGHTS: Highlight[] = []

function RecordingAlone({ recording, title }: { recording: Recording; title: string }) {
  const playback = usePlayback(recording.starts_at_ms, recording.duration_ms ?? 0)
  return <Player recording={recording} playback={playback} highlights={NO_HIGHLIGHTS} title={title} />
}

function Head({ interview, recording }: { interview: Interview; recording: Recording | null }) {
  const kindName = useText(kindMessages)
  const format = useFormat()
  const people = interview.speakers.filter((speaker) => speaker.role === 'participant')
  const above = (
    <Link to="/projects/$projectId" params={{ projectId: interview.project_id }}>
      {interview.project_name}
    </Link>
  )
  const facts = [
    kindName(interview.kind),
    people.length > 0 && format.list(people.map((speaker) => speaker.name)),
    interview.held_on && format.date(interview.held_on),
    recording?.duration_ms && format.duration(recording.duration_ms),
  ].filter(Boolean)
  return (
    <PageHeader
      title={interview.title}
      above={above}
      lead={
        <>
          <span className={styles.facts}>
            {facts.map((fact) => (
              <span key={String(fact)}>{fact}</span>
            ))}
          </span>
          {interview.summary && <span className={styles.summary}>{interview.summary}</span>}
        </>
      }
    />
  )
}

interface WorkProps {
  interview: Interview
  transcript: TranscriptData
  recording: Recording | null
  moment: Moment
}

function Work({ interview, transcript, recording, moment }: WorkProps) {
  const t = useText(messages)
  const { data: tags = NO_TAGS } = useQuery(tagsQuery)
  const { highlights, marker } = useHighlights(interview.id)
  const [filter, setFilter] = useState<Filter>(null)
  const [naming, setNaming] = useState<Speaker | null>(null)
  const [more, setMore] = useState(false)
  const remarking = useRemarking()
  const tagsById = useMemo(() => new Map(tags.map((tag) => [tag.id, tag])), [tags])
  const voices = useMemo(() => voicesOf(interview), [interview])
  const entries = useMemo(() => entriesOf(transcript.turns), [transcript])
  const turns = useMemo(() => spokenOf(entries), [entries])
  const marks = useMarks(transcript, highlights, tagsById)
  const shown = useMemo(() => shownBy(filter, transcript, highlights), [filter, transcript, highlights])

  const hasMedia = recording?.may_play === true && (recording.kind === 'file' ? recording.playable : true)
  const words = useWords(transcript.id, hasMedia)
  const playback = usePlayback(recording?.starts_at_ms ?? 0, recording?.duration_ms ?? 0)
  const following = useFollowing(playback, turns, words)
  return (
    <div className={styles.columns}>
      <aside className={styles.side} aria-label={t('recording')}>
        {recording && (
          <Player recording={recording} playback={playback} highlights={highlights} title={interview.title}>
            <div className={styles.wide}>
              <FollowSwitch wanted={following.wanted} onChange={following.setWanted} />
            </div>
          </Player>
        )}
        {interview.may_research && !recording && <AttachRecording interviewId={interview.id} has={false} />}
        <div className={styles.filters} data-open={more || undefined}>
          <Side
            interview={interview}
            highlights={highlights}
            tags={tags}
            filter={filter}
            onFilter={setFilter}
            shown={shown ? shown.size : null}
            onVoice={setNaming}
          />
          {interview.may_research && recording && <AttachRecording interviewId={interview.id} has />}
          {transcript.may_edit && (
            <TranscriptTools interview={interview} transcript={transcript} recording={recording} />
          )}
        </div>
        <div className={styles.more}>
          <Button size="sm" tone="quiet" icon="filter" aria-expanded={more} onClick={() => setMore(!more)}>
            {t('voices')}, {t('highlights', { count: highlights.length })}
          </Button>
          {hasMedia && <FollowSwitch wanted={following.wanted} onChange={following.setWanted} />}
        </div>
      </aside>
      <div>
        {transcript.may_edit && <ReviewBar highlights={highlights} remarking={remarking} />}
        <Sheet
          interview={interview}
          transcript={transcript}
          entries={entries}
          voices={voices}
          highlights={highlights}
          marker={marker}
          marks={marks}
          tags={tags}
          tagsById={tagsById}
          shown={shown}
          words={words}
          playback={playback}
          hasMedia={hasMedia}
          following={following}
          moment={moment}
          onRemark={remarking.highlight ? remarking.choose : null}
        />
      </div>
      <VoiceDialog interview={interview} speaker={naming} onClose={() => setNaming(null)} />
    </div>
  )
}

function FollowSwitch({ wanted, onChange }: { wanted: boolean; onChange: (wanted: boolean) => void }) {
  const t = useText(messages)
  return (
    <label className={styles.follow}>
      <input type="checkbox" checked={wanted} onChange={(event) => onChange(event.target.checked)} />
      {t('follow')}
    </label>
  )
}

/** Marks by turn; turns whose marks are the same as before keep their very list. */
function useMarks(
  transcript: TranscriptData,
  highlights: readonly Highlight[],
  tags: ReadonlyMap<string, Tag>,
): ReadonlyMap<string, TurnMarks> {
  const [known] = useState(() => new Map<string, TurnMarks>())
  return useMemo(() => {
    const fresh = marksByTurn(transcript.turns, highlights, tags, known)
    known.clear()
    for (const [turnId, own] of fresh) known.set(turnId, own)
    return fresh
  }, [transcript, highlights, tags, known])
}

/** Which turns a filter leaves; null for all. */
function shownBy(
  filter: Filter,
  transcript: TranscriptData,
  highlights: readonly Highlight[],
): Set<string> | null {
  if (!filter) return null
  const { turns } = transcript
  if (filter.kind === 'voice')
    return new Set(
      turns.filter((turn) => turn.speaker_id === filter.id && !turn.withheld).map((turn) => turn.id),
    )
  const order = new Map(turns.map((turn, index) => [turn.id, index]))
  const shown = new Set<string>()
  for (const highlight of highlights.filter((one) => one.tag_ids.includes(filter.id))) {
    const first = order.get(highlight.start_turn_id ?? '')
    const last = order.get(highlight.end_turn_id ?? '')
    if (first === undefined || last === undefined) continue
    for (const turn of turns.slice(first, last + 1)) shown.add(turn.id)
  }
  return shown
}
