import { defineMessages } from '@/lib/i18n'

export const messages = defineMessages('people', {
  en: { title: 'People' },
  de: { title: 'Personen' },
})
