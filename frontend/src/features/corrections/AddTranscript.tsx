import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { AddWords } from '@/features/import'
import { useText } from '@/lib/i18n'
import type { Interview } from './calls'
import { messages } from './messages'

/** Where an interview has a recording and no words yet: its transcript comes to it, not to another interview. */
export function AddTranscript({ interview }: { interview: Interview }) {
  const t = useText(messages)
  const queries = useQueryClient()
  const [opened, setOpened] = useState(false)
  const done = async () => {
    setOpened(false)
    await queries.invalidateQueries()
  }
  return (
    <>
      <Button tone="primary" icon="upload" onClick={() => setOpened(true)}>
        {t('add.open')}
      </Button>
      <Dialog title={t('add.title')} opened={opened} onClose={() => setOpened(false)} size="xl">
        <AddWords interviewId={interview.id} projectId={interview.project_id} onDone={() => void done()} />
      </Dialog>
    </>
  )
}
