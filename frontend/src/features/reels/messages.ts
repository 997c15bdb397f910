import { defineMessages } from '@/lib/i18n'

export const messages = defineMessages('reels', {
  en: { title: 'Reels' },
  de: { title: 'Reels' },
})
