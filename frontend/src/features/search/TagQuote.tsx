/** Tagging a quote where it was found. A turn that nobody marked becomes a highlight; all of it can be undone. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Schema, api } from '@/api/client'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { FormActions, FormProblem, FormStack } from '@/components/fields'
import { useUndo } from '@/components/useUndo'
import { TagInput } from '@/features/interview'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { messages } from './messages'
import styles from './TagQuote.module.css'
import type { Found } from './useFound'

interface TagQuoteProps {
  quote: Found
  onClose: () => void
  /** Told under which id it was found, and what it is now. */
  onChanged: (was: string, quote: Found) => void
}

const NONE: readonly string[] = []

export default function TagQuote({ quote, onClose, onChanged }: TagQuoteProps) {
  const t = useText(messages)
  const format = useFormat()
  const undoable = useUndo()
  const tags = useQuery({
    queryKey: ['tags'],
    queryFn: async ({ signal }) => (await api.GET('/api/tags', { signal })).data?.items ?? [],
    staleTime: 30_000,
  })
  const before = quote.tags.map(({ id }) => id)
  const [chosen, setChosen] = useState<string[]>(before)
  const save = useMutation({
    mutationFn: () => (quote.highlight_id ? retag(quote.highlight_id, chosen) : mark(quote, chosen)),
    onSuccess: async (highlight) => {
      onChanged(quote.id, await foundAs(quote, `h-${highlight.id}`))
      onClose()
      const names = (tags.data ?? []).filter(({ id }) => chosen.includes(id)).map(({ name }) => name)
      undoable({
        text: names.length > 0 ? t('tag.done', { tags: format.list(names) }) : t('tag.none'),
        undo: async () => {
          if (quote.highlight_id) await retag(quote.highlight_id, before)
          else await unmark(highlight.id)
          onChanged(quote.id, quote)
        },
      })
    },
  })
  return (
    <Dialog title={t('tag.title')} opened onClose={onClose}>
      <FormStack>
        <blockquote className={styles.words} lang={quote.interview.language} dir="auto">
          {quote.text}
        </blockquote>
        <FormProblem error={save.error} />
        <TagInput
          tags={tags.data ?? []}
          chosen={chosen}
          recent={NONE}
          onChange={setChosen}
          onDone={() => save.mutate()}
        />
        <p className={styles.note}>
          {t('tag.lead')} {!quote.highlight_id && t('tag.turn')}
        </p>
        <FormActions>
          <Button tone="primary" busy={save.isPending} onClick={() => save.mutate()}>
            {t('tag.save')}
          </Button>
        </FormActions>
      </FormStack>
    </Dialog>
  )
}

type Highlight = Schema<'HighlightOut'>

async function retag(id: string, tagIds: string[]): Promise<Highlight> {
  const params = { path: { highlight_id: id } }
  const { version } = bodyOf(await api.GET('/api/highlights/{highlight_id}', { params }))
  const body = { version, tag_ids: tagIds }
  return bodyOf(await api.PATCH('/api/highlights/{highlight_id}', { params, body }))
}

/** The whole turn as a highlight. Offsets are code points. */
async function mark(quote: Found, tagIds: string[]): Promise<Highlight> {
  const interview = { path: { interview_id: quote.interview.id } }
  const transcript = bodyOf(await api.GET('/api/interviews/{interview_id}/transcript', { params: interview }))
  const turn = quote.id.slice(2)
  const body = {
    start_turn_id: turn,
    start_offset: 0,
    end_turn_id: turn,
    end_offset: [...quote.text].length,
    tag_ids: tagIds,
    note: '',
  }
  const params = { path: { transcript_id: transcript.id } }
  return bodyOf(await api.POST('/api/transcripts/{transcript_id}/highlights', { params, body }))
}

async function unmark(id: string): Promise<void> {
  await api.DELETE('/api/highlights/{highlight_id}', { params: { path: { highlight_id: id } } })
}

/** The answer as it is now; what the search matched in it stays marked. */
async function foundAs(quote: Found, id: string): Promise<Found> {
  const params = { path: { quote_id: id }, query: { context: 0 } }
  return { ...quote, ...bodyOf(await api.GET('/api/quotes/{quote_id}', { params })) }
}

function bodyOf<Body>({ data }: { data?: Body }): Body {
  if (data === undefined) throw new Error('an answer without a body')
  return data
}
