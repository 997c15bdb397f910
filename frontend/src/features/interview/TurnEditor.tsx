/** A turn being edited in its place: text, speaker, splitting and joining. Highlights go along on the server. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { api } from '@/api/client'
import { isProblem } from '@/api/problem'
import { Button } from '@/components/Button'
import { SelectField } from '@/components/fields'
import { useReport } from '@/components/useReport'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { toCodePoints } from './codepoints'
import { type Highlight, type Turn, highlightsQuery, transcriptQuery, wordsQuery } from './data'
import { messages } from './messages'
import styles from './TurnEditor.module.css'
import type { Voice } from './voices'

interface TurnEditorProps {
  interviewId: string
  transcriptId: string
  turn: Turn
  voices: ReadonlyMap<string, Voice>
  isLast: boolean
  onDone: () => void
}

type Deed = 'save' | 'split' | 'merge'

export function TurnEditor({ interviewId, transcriptId, turn, voices, isLast, onDone }: TurnEditorProps) {
  const t = useText(messages)
  const [text, setText] = useState(turn.text)
  const [speaker, setSpeaker] = useState(turn.speaker_id)
  const field = useRef<HTMLTextAreaElement>(null)
  const edit = useEdit({ interviewId, transcriptId, turn, onDone })

  useEffect(() => {
    const area = field.current
    area?.focus()
    area?.setSelectionRange(area.value.length, area.value.length)
  }, [])

  const draft = { text, speaker_id: speaker }
  const save = () => edit.mutate({ deed: 'save', draft })
  const split = () => edit.mutate({ deed: 'split', draft, at: field.current?.selectionStart ?? 0 })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') onDone()
    else if (event.key === 'Enter' && !event.shiftKey) save()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className={styles.editor} data-turn={turn.id} id={`turn-${turn.id}`}>
      <textarea
        ref={field}
        className={styles.text}
        aria-label={t('edit.text')}
        value={text}
        dir="auto"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.tools}>
        <SelectField
          aria-label={t('edit.speaker')}
          size="xs"
          data={[...voices.values()].map(({ id, name }) => ({ value: id, label: name }))}
          value={speaker}
          allowDeselect={false}
          onChange={setSpeaker}
        />
        <Button size="sm" tone="quiet" onClick={split}>
          {t('edit.split')}
        </Button>
        {!isLast && (
          <Button size="sm" tone="quiet" onClick={() => edit.mutate({ deed: 'merge', draft })}>
            {t('edit.merge')}
          </Button>
        )}
        <span className={styles.end}>
          <Button size="sm" onClick={onDone}>
            {t('edit.cancel')}
          </Button>
          <Button size="sm" tone="primary" busy={edit.isPending} onClick={save}>
            {t('edit.save')}
          </Button>
        </span>
      </div>
      <p className={styles.help}>{t('edit.help')}</p>
    </div>
  )
}

interface Request {
  deed: Deed
  draft: { text: string; speaker_id: string | null }
  /** Where to split, UTF-16. */
  at?: number
}

function useEdit({
  interviewId,
  transcriptId,
  turn,
  onDone,
}: Pick<TurnEditorProps, 'interviewId' | 'transcriptId' | 'turn' | 'onDone'>) {
  const t = useText(messages)
  const report = useReport()
  const queries = useQueryClient()
  const reload = async () => {
    const before = countReviews(queries.getQueryData(highlightsQuery(interviewId).queryKey))
    await Promise.all([
      queries.invalidateQueries({ queryKey: transcriptQuery(interviewId).queryKey }),
      queries.invalidateQueries({ queryKey: highlightsQuery(interviewId).queryKey }),
      queries.invalidateQueries({ queryKey: wordsQuery(transcriptId).queryKey }),
    ])
    return countReviews(queries.getQueryData(highlightsQuery(interviewId).queryKey)) - before
  }
  return useMutation({
    mutationFn: (request: Request) => run(turn, request),
    onSuccess: async () => {
      const lost = await reload()
      showToast({ text: lost > 0 ? t('edit.review', { count: lost }) : t('edit.saved') })
      onDone()
    },
    onError: (error) => {
      if (!isProblem(error, 'conflict')) return report(error)
      showToast({ text: t('edit.conflict'), tone: 'error' })
      void reload()
    },
  })
}

const countReviews = (highlights: readonly Highlight[] | undefined) =>
  highlights?.filter((one) => one.status === 'needs_review').length ?? 0

/** Sends what changed, then what was asked for on top of it. */
async function run(turn: Turn, { deed, draft, at = 0 }: Request): Promise<void> {
  const params = { path: { turn_id: turn.id } }
  const changed = draft.text.trim() !== turn.text || draft.speaker_id !== turn.speaker_id
  let { version, text } = turn
  if (changed && draft.text.trim()) {
    const { data } = await api.PATCH('/api/turns/{turn_id}', { params, body: { ...draft, version } })
    if (data) ({ version, text } = data)
  }
  // The server trims; places are counted in what it kept.
  const lead = draft.text.length - draft.text.trimStart().length
  if (deed === 'split')
    await api.POST('/api/turns/{turn_id}/split', {
      params,
      body: { version, at: toCodePoints(text, Math.max(0, at - lead)) },
    })
  if (deed === 'merge') await api.POST('/api/turns/{turn_id}/merge', { params, body: { version } })
}
