import { defineMessages } from '@/lib/i18n'

export const messages = defineMessages('sharing', {
  en: { title: 'Shared outside' },
  de: { title: 'Nach außen geteilt' },
})
