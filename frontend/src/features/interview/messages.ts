import { defineMessages } from '@/lib/i18n'

export const messages = defineMessages('interview', {
  en: { title: 'Interview' },
  de: { title: 'Interview' },
})
