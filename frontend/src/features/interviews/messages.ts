import { defineMessages } from '@/lib/i18n'

export const messages = defineMessages('interviews', {
  en: { title: 'Interviews' },
  de: { title: 'Interviews' },
})
