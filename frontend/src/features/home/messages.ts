import { defineMessages } from '@/lib/i18n'

export const messages = defineMessages('home', {
  en: { title: 'Home' },
  de: { title: 'Start' },
})
