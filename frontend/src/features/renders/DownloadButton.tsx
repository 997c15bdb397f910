import { useState } from 'react'
import { Button } from '@/components/Button'
import { SidePanel } from '@/components/Dialog'
import { useText } from '@/lib/i18n'
import { Downloads } from './Downloads'
import { messages } from './messages'

interface DownloadButtonProps {
  reel: { id: string; title: string; version: number; may_edit: boolean }
}

/** Opens the panel where a reel becomes a film, a transcript or a cut list. */
export function DownloadButton({ reel }: DownloadButtonProps) {
  const t = useText(messages)
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button icon="download" onClick={() => setOpened(true)}>
        {t('download')}
      </Button>
      <SidePanel
        title={t('title', { title: reel.title })}
        opened={opened}
        onClose={() => setOpened(false)}
        size="lg"
      >
        {opened && <Downloads reel={reel} />}
      </SidePanel>
    </>
  )
}
