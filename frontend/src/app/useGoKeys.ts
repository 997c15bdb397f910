import { useNavigate } from '@tanstack/react-router'
import { useHotkey } from '@/lib/hotkeys'
import { useText } from '@/lib/i18n'
import { messages } from './messages'

/** The shortcuts that work on every page. */
export function useGoKeys(showHelp: () => void): void {
  const t = useText(messages)
  const navigate = useNavigate()
  const everywhere = t('keys.everywhere')
  useHotkey('?', t('keys.help'), everywhere, showHelp)
  useHotkey('g h', t('keys.goHome'), everywhere, () => void navigate({ to: '/' }))
  useHotkey('g r', t('keys.goReels'), everywhere, () => void navigate({ to: '/reels' }))
  useHotkey('g p', t('keys.goProjects'), everywhere, () => void navigate({ to: '/projects' }))
  useHotkey('g i', t('keys.goInterviews'), everywhere, () => void navigate({ to: '/interviews' }))
  useHotkey('g t', t('keys.goTags'), everywhere, () => void navigate({ to: '/tags' }))
}
