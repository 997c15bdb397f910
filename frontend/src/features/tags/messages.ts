import { defineMessages } from '@/lib/i18n'

export const messages = defineMessages('tags', {
  en: { title: 'Tags' },
  de: { title: 'Tags' },
})
