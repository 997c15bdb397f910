import { Drawer, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '@/lib/i18n'
import { messages } from './messages'

interface OverlayProps {
  title: string
  opened: boolean
  onClose: () => void
  children: ReactNode
  size?: 'sm' | 'md' | 'lg' | 'xl'
}

/** A short task in front of the page. Escape and a click outside close it; the focus returns where it was. */
export function Dialog({ title, opened, onClose, children, size = 'md' }: OverlayProps) {
  const t = useText(messages)
  return (
    <Modal
      title={title}
      opened={opened}
      onClose={onClose}
      size={size}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {children}
    </Modal>
  )
}

/** A longer task beside the page. */
export function SidePanel({ title, opened, onClose, children, size = 'md' }: OverlayProps) {
  const t = useText(messages)
  return (
    <Drawer
      title={title}
      opened={opened}
      onClose={onClose}
      size={size}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {children}
    </Drawer>
  )
}
