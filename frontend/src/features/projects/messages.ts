import { defineMessages } from '@/lib/i18n'

export const messages = defineMessages('projects', {
  en: { title: 'Projects' },
  de: { title: 'Projekte' },
})
