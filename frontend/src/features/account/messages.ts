import { defineMessages } from '@/lib/i18n'

export const messages = defineMessages('account', {
  en: {
    title: 'My account',
    'signIn.title': 'Sign in',
    'signIn.lead': 'Hear what customers really said.',
    'signIn.email': 'E-mail',
    'signIn.password': 'Password',
    'signIn.submit': 'Sign in',
    'signIn.wrong': 'E-mail and password do not match.',
    'setUp.title': 'Welcome',
    'setUp.lead': 'Create the first account. It becomes the administrator and can invite everyone else.',
    'setUp.name': 'Your name',
    'setUp.submit': 'Create the account',
    'setUp.passwordHint': 'At least 12 characters; a sentence is easy to remember.',
    'side.words':
      'I do not call support to get a refund. I call because I want somebody to know that this happened to me.',
    'side.voice': 'A customer, in her own words',
  },
  de: {
    title: 'Mein Konto',
    'signIn.title': 'Anmelden',
    'signIn.lead': 'Hören, was Kundinnen und Kunden wirklich gesagt haben.',
    'signIn.email': 'E-Mail',
    'signIn.password': 'Passwort',
    'signIn.submit': 'Anmelden',
    'signIn.wrong': 'E-Mail und Passwort passen nicht zusammen.',
    'setUp.title': 'Willkommen',
    'setUp.lead': 'Legen Sie das erste Konto an. Es verwaltet alles und kann alle anderen einladen.',
    'setUp.name': 'Ihr Name',
    'setUp.submit': 'Konto anlegen',
    'setUp.passwordHint': 'Mindestens 12 Zeichen; ein ganzer Satz lässt sich leicht merken.',
    'side.words':
      'Ich rufe nicht an, weil ich mein Geld zurückwill. Ich rufe an, damit jemand weiß, dass mir das passiert ist.',
    'side.voice': 'Eine Kundin, in ihren eigenen Worten',
  },
})
