/** The words of an interview in sections of a hundred turns, which the browser lays out only when they come near. */
import { memo, useMemo } from 'react'
import { useText } from '@/lib/i18n'
import { type Tag, type Turn as TurnData } from './data'
import { messages } from './messages'
import { NO_MARKS, type TurnMarks } from './model'
import styles from './Transcript.module.css'
import { Turn } from './Turn'
import { TurnEditor } from './TurnEditor'
import { type Entry, NOBODY, type Silence, type Spoken, type Voice } from './voices'

const SECTION = 100

export interface Editing {
  turnId: string
  interviewId: string
  transcriptId: string
  onDone: () => void
}

interface TranscriptProps {
  entries: readonly Entry[]
  voices: ReadonlyMap<string, Voice>
  marks: ReadonlyMap<string, TurnMarks>
  tags: ReadonlyMap<string, Tag>
  /** Which turns to show; null shows all. */
  shown: ReadonlySet<string> | null
  current: string | null
  editing: Editing | null
  /** How many sections are drawn so far. */
  drawn: number
}

export function Transcript({ entries, drawn, current, editing, ...rest }: TranscriptProps) {
  const sections = useMemo(() => sectionsOf(entries), [entries])
  return sections
    .slice(0, drawn)
    .map(({ key, part, ids }, index) => (
      <Section
        key={key}
        entries={part}
        current={current !== null && ids.has(current) ? current : null}
        editing={editing !== null && ids.has(editing.turnId) ? editing : null}
        isLast={index === sections.length - 1}
        {...rest}
      />
    ))
}

function sectionsOf(entries: readonly Entry[]) {
  const sections: { key: string; part: Entry[]; ids: Set<string> }[] = []
  for (let at = 0; at < entries.length; at += SECTION) {
    const part = entries.slice(at, at + SECTION)
    const ids = part.map((entry) => (entry.kind === 'turn' ? entry.turn.id : entry.key))
    sections.push({ key: ids[0] ?? `${at}`, part, ids: new Set(ids) })
  }
  return sections
}

type SectionProps = Omit<TranscriptProps, 'drawn'> & { isLast: boolean }

const Section = memo(function Section(props: SectionProps) {
  const { entries, voices, isLast, shown, editing, marks, tags, current } = props
  return (
    <section className={styles.section}>
      {entries.map((entry, index) => {
        if (entry.kind === 'silence')
          return <Silent key={entry.key} silence={entry} voices={voices} hidden={shown !== null} />
        const voice = voices.get(entry.turn.speaker_id ?? '') ?? NOBODY
        if (editing?.turnId === entry.turn.id)
          return (
            <TurnEditor
              key={`edit-${entry.turn.id}`}
              interviewId={editing.interviewId}
              transcriptId={editing.transcriptId}
              turn={entry.turn}
              voices={voices}
              isLast={isLast && index === entries.length - 1}
              onDone={editing.onDone}
            />
          )
        return (
          <Turn
            key={entry.turn.id}
            turn={entry.turn}
            voice={voice}
            named={entry.named}
            own={marks.get(entry.turn.id) ?? NO_MARKS}
            tags={tags}
            hidden={shown !== null && !shown.has(entry.turn.id)}
            current={current === entry.turn.id}
          />
        )
      })}
    </section>
  )
})

function Silent({
  silence,
  voices,
  hidden,
}: {
  silence: Silence
  voices: ReadonlyMap<string, Voice>
  hidden: boolean
}) {
  const t = useText(messages)
  const voice = voices.get(silence.speakerId ?? '')
  const name = voice?.name || t('someone')
  // Whoever asks is not asked for consent: their words go by that of the people in the room.
  const reason = voice?.role === 'interviewer' ? 'room' : silence.reason
  return (
    <p className={styles.silence} hidden={hidden}>
      {t(`withheld.${reason}`, { name, count: silence.count })}
    </p>
  )
}

/** The turns one can read, in order. */
export function spokenOf(entries: readonly Entry[]): TurnData[] {
  return entries.filter((entry): entry is Spoken => entry.kind === 'turn').map((entry) => entry.turn)
}
