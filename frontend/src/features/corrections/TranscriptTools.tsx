import { useState } from 'react'
import { Button } from '@/components/Button'
import { Menu } from '@/components/Menu'
import { useText } from '@/lib/i18n'
import type { Interview, Recording, Transcript } from './calls'
import { CorrectPanel } from './CorrectPanel'
import { messages } from './messages'
import { ShiftDialog } from './ShiftDialog'

interface TranscriptToolsProps {
  interview: Interview
  transcript: Transcript
  recording: Recording | null
}

/** What can be done with a transcript as a whole: another text, other times. */
export function TranscriptTools({ interview, transcript, recording }: TranscriptToolsProps) {
  const t = useText(messages)
  const [doing, setDoing] = useState<'correct' | 'shift' | null>(null)
  const close = () => setDoing(null)
  const timed = transcript.turns.some(({ start_ms }) => typeof start_ms === 'number')
  return (
    <div>
      <Menu
        target={
          <Button size="sm" tone="quiet" icon="text">
            {t('tools')}
          </Button>
        }
        entries={[
          { label: t('correct.open'), icon: 'upload', onSelect: () => setDoing('correct') },
          { label: t('shift.open'), icon: 'hourglass', disabled: !timed, onSelect: () => setDoing('shift') },
        ]}
      />
      {doing === 'correct' && <CorrectPanel interview={interview} transcript={transcript} onClose={close} />}
      {doing === 'shift' && <ShiftDialog transcript={transcript} recording={recording} onClose={close} />}
    </div>
  )
}
