import { defineMessages } from '@/lib/i18n'

export const messages = defineMessages('interviews', {
  en: {
    title: 'Interviews',
    lead: 'Every conversation you may read, newest first.',
    list: 'Interviews',
    import: 'Import an interview',
    notReadable: 'Not readable today',
    notReadableHint: 'A participant’s consent does not reach you, or no longer holds.',
    textOnly: 'Words only',
    'empty.title': 'No interviews yet',
    'empty.researcher': 'Bring in a transcript or a recording. From file to first quote takes two minutes.',
    'empty.viewer': 'As soon as researchers import one, you can read and hear it here.',
    deleted: '“{{title}}” is deleted with its highlights',
    more: 'More about {{title}}',
    delete: 'Delete interview',
    people_one: '{{count}} person heard',
    people_other: '{{count}} people heard',
  },
  de: {
    title: 'Interviews',
    lead: 'Jedes Gespräch, das Sie lesen dürfen, das neueste zuerst.',
    list: 'Interviews',
    import: 'Interview importieren',
    notReadable: 'Heute nicht lesbar',
    notReadableHint: 'Eine Einwilligung reicht nicht bis zu Ihnen oder gilt nicht mehr.',
    textOnly: 'Nur der Wortlaut',
    'empty.title': 'Noch keine Interviews',
    'empty.researcher':
      'Bringen Sie ein Transkript oder eine Aufnahme herein. Von der Datei zum ersten Zitat sind es zwei Minuten.',
    'empty.viewer': 'Sobald das Forschungsteam eines importiert, können Sie es hier lesen und hören.',
    deleted: '„{{title}}“ ist mit seinen Markierungen gelöscht',
    more: 'Mehr zu {{title}}',
    delete: 'Interview löschen',
    people_one: '{{count}} Person gehört',
    people_other: '{{count}} Personen gehört',
  },
})
