import { type InterviewKind, kindMessages } from '@/components/interviewKinds'
import { Link } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '@/api/client'
import { itemsOf } from '@/api/pages'
import { IconButton } from '@/components/Button'
import { Label } from '@/components/Chip'
import { Icon, type IconName } from '@/components/Icon'
import { Loaded, More } from '@/components/Loaded'
import { Menu } from '@/components/Menu'
import { Dotted, Row, RowIcon, Rows } from '@/components/Rows'
import { useLater } from '@/components/useLater'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { useStaying } from '@/lib/leaving'
import { type Interview, useInterviews } from './api'
import { messages } from './messages'

const KIND_ICONS: Record<InterviewKind, IconName> = {
  interview: 'interview',
  focus_group: 'people',
  support_call: 'volume',
  usability_session: 'eye',
  survey: 'text',
  field_note: 'edit',
  colleague_story: 'quote',
}

interface InterviewListProps {
  projectId?: string
  empty: ReactNode
}

/** The interviews of a project, or of all, page by page. */
export function InterviewList({ projectId, empty }: InterviewListProps) {
  const interviews = useInterviews({ projectId })
  return (
    <>
      <Loaded query={{ ...interviews, data: itemsOf(interviews.data) }}>
        {(items) =>
          items.length > 0 ? <InterviewRows interviews={items} withProject={!projectId} /> : empty
        }
      </Loaded>
      <More query={interviews} />
    </>
  )
}

export function InterviewRows({
  interviews,
  withProject,
}: {
  interviews: Interview[]
  withProject?: boolean
}) {
  const t = useText(messages)
  const staying = useStaying()
  const remove = useRemove()
  return (
    <Rows label={t('list')}>
      {interviews.filter(staying).map((interview) => (
        <InterviewRow
          key={interview.id}
          interview={interview}
          withProject={withProject}
          onDelete={() => remove(interview)}
        />
      ))}
    </Rows>
  )
}

/** Hides an interview at once; deletes it when Undo has passed. */
function useRemove() {
  const t = useText(messages)
  const later = useLater()
  const queries = useQueryClient()
  return ({ id, title }: Interview) => {
    later({
      id,
      text: t('deleted', { title }),
      commit: async () => {
        await api.DELETE('/api/interviews/{interview_id}', {
          params: { path: { interview_id: id } },
          keepalive: true,
        })
        await queries.invalidateQueries({ queryKey: ['get', '/api/interviews'] })
      },
    })
  }
}

interface InterviewRowProps {
  interview: Interview
  withProject?: boolean
  onDelete: () => void
}

function InterviewRow({ interview, withProject, onDelete }: InterviewRowProps) {
  const t = useText(messages)
  const kindName = useText(kindMessages)
  const format = useFormat()
  const heard = interview.speakers.filter((speaker) => speaker.role === 'participant')
  const names = heard.map((speaker) => speaker.name)
  return (
    <Row
      lead={<RowIcon name={KIND_ICONS[interview.kind]} />}
      title={
        <Link to="/interviews/$interviewId" params={{ interviewId: interview.id }}>
          {interview.title}
        </Link>
      }
      meta={
        <Dotted
          parts={[
            names.length > 3 ? t('people', { count: names.length }) : format.list(names),
            kindName(interview.kind),
            interview.held_on && format.date(interview.held_on),
            withProject && interview.project_name,
            format.language(interview.language),
          ]}
        />
      }
      end={
        <>
          <Reach interview={interview} />
          {interview.may_research && (
            <Menu
              target={<IconButton icon="more" size="sm" label={t('more', { title: interview.title })} />}
              entries={[{ label: t('delete'), icon: 'trash', danger: true, onSelect: onDelete }]}
            />
          )}
        </>
      }
    />
  )
}

/** Says when someone's consent keeps the words or the recording away. */
function Reach({ interview }: { interview: Interview }) {
  const t = useText(messages)
  const readable = interview.speakers.every((speaker) => speaker.readable)
  if (!readable)
    return (
      <Label>
        <Icon name="lock" size={14} />
        <span title={t('notReadableHint')}>{t('notReadable')}</span>
      </Label>
    )
  return interview.media_allowed ? null : <Label>{t('textOnly')}</Label>
}
