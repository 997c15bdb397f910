import { defineMessages } from '@/lib/i18n'

export const messages = defineMessages('quotes', {
  en: { title: 'Quote' },
  de: { title: 'Zitat' },
})
