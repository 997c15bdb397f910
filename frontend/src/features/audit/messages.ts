import { defineMessages } from '@/lib/i18n'

export const messages = defineMessages('audit', {
  en: { title: 'Audit log' },
  de: { title: 'Protokoll' },
})
