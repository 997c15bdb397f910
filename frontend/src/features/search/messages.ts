import { defineMessages } from '@/lib/i18n'

export const messages = defineMessages('search', {
  en: {
    title: 'Search',
    'field.label': 'Search what customers said',
    'field.hint': 'What did customers say about …',
    'field.clear': 'Clear the search',
    'field.key': 'Search',
    everywhere: 'Everywhere',
  },
  de: {
    title: 'Suche',
    'field.label': 'Suchen, was Kundinnen und Kunden gesagt haben',
    'field.hint': 'Was haben Kunden gesagt über …',
    'field.clear': 'Suche leeren',
    'field.key': 'Suchen',
    everywhere: 'Überall',
  },
})
