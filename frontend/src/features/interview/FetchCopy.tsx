/** For those who work here: makes a linked file or stream a recording of our own, as far as the source gives it away. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import { Button } from '@/components/Button'
import { useReport } from '@/components/useReport'
import { useText } from '@/lib/i18n'
import type { Recording } from './data'
import { messages } from './messages'

const COPY = 'recordings.copy_link'

export function FetchCopy({ recording }: { recording: Recording }) {
  const t = useText(messages)
  const queries = useQueryClient()
  const report = useReport()
  const { mutate, isPending } = useMutation({
    mutationFn: () =>
      api.POST('/api/interviews/{interview_id}/recording/fetch', {
        params: { path: { interview_id: recording.interview_id } },
      }),
    onSuccess: () => queries.invalidateQueries(),
    onError: report,
  })
  if (recording.kind !== 'link' || !recording.may_work) return null
  if (recording.provider !== 'file' && recording.provider !== 'hls') return null
  if (recording.work.some(({ kind }) => kind === COPY)) return null
  return (
    <div>
      <Button size="sm" icon="download" busy={isPending} onClick={() => mutate()}>
        {t('copy')}
      </Button>
    </div>
  )
}
