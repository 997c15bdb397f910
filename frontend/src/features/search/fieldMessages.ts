import { defineMessages } from '@/lib/i18n'

/** The words of the search field: it is on every page, and the rest of the search's words are not. */
export const fieldMessages = defineMessages('searchField', {
  en: {
    label: 'Search what customers said',
    hint: 'What did customers say about …',
    clear: 'Clear the search',
    key: 'Search',
    everywhere: 'Everywhere',
  },
  de: {
    label: 'Suchen, was Kundinnen und Kunden gesagt haben',
    hint: 'Was haben Kunden gesagt über …',
    clear: 'Suche leeren',
    key: 'Suchen',
    everywhere: 'Überall',
  },
})
