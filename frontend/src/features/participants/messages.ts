import { defineMessages } from '@/lib/i18n'

export const messages = defineMessages('participants', {
  en: { title: 'Participants' },
  de: { title: 'Teilnehmende' },
})
