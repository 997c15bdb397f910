import { defineMessages } from '@/lib/i18n'

export const messages = defineMessages('import', {
  en: { title: 'Import an interview' },
  de: { title: 'Interview importieren' },
})
