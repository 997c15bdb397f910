/** The player's own words. It lives without the application's catalogue, in pages of others. */

const en = {
  player: 'Reel player',
  play: 'Play',
  pause: 'Pause',
  again: 'Play again',
  previous: 'Previous',
  next: 'Next',
  captions: 'Captions',
  transcript: 'Transcript',
  mute: 'Mute',
  unmute: 'Sound on',
  speed: 'Speed',
  fullscreen: 'Full screen',
  leaveFullscreen: 'Leave full screen',
  position: 'Position',
  preparing: 'This clip is being prepared',
  elsewhere: 'Open the recording at this moment',
  nothing: 'Nothing to show right now',
  nothingLong: 'The voices in here are not available at the moment.',
  person: '{n} person',
  people: '{n} people',
  of: 'of',
  failed: 'This clip could not be played. These are its words.',
  help: 'Keys',
  close: 'Close',
  'key.toggle': 'Play or pause',
  'key.step': '5 seconds back or on',
  'key.item': 'Clip before or after',
  'key.chapter': 'Chapter before or after',
  'key.ends': 'To the beginning or the last clip',
  'key.captions': 'Captions',
  'key.transcript': 'Transcript',
  'key.mute': 'Sound',
  'key.speed': 'Speed',
  'key.fullscreen': 'Full screen',
  'key.help': 'These keys',
}
export type Words = Record<keyof typeof en, string>

const de: Words = {
  player: 'Reel-Player',
  play: 'Abspielen',
  pause: 'Anhalten',
  again: 'Noch einmal',
  previous: 'Zurück',
  next: 'Weiter',
  captions: 'Untertitel',
  transcript: 'Mitlesen',
  mute: 'Ton aus',
  unmute: 'Ton an',
  speed: 'Tempo',
  fullscreen: 'Vollbild',
  leaveFullscreen: 'Vollbild verlassen',
  position: 'Stelle',
  preparing: 'Dieser Ausschnitt wird vorbereitet',
  elsewhere: 'Aufnahme an dieser Stelle öffnen',
  nothing: 'Gerade ist nichts zu sehen',
  nothingLong: 'Die Stimmen hier sind im Moment nicht verfügbar.',
  person: '{n} Person',
  people: '{n} Personen',
  of: 'von',
  failed: 'Dieser Ausschnitt ließ sich nicht abspielen. Das ist sein Wortlaut.',
  help: 'Tasten',
  close: 'Schließen',
  'key.toggle': 'Abspielen oder anhalten',
  'key.step': '5 Sekunden zurück oder vor',
  'key.item': 'Voriger oder nächster Ausschnitt',
  'key.chapter': 'Voriges oder nächstes Kapitel',
  'key.ends': 'Zum Anfang oder letzten Ausschnitt',
  'key.captions': 'Untertitel',
  'key.transcript': 'Mitlesen',
  'key.mute': 'Ton',
  'key.speed': 'Tempo',
  'key.fullscreen': 'Vollbild',
  'key.help': 'Diese Tasten',
}

const ALL: Record<string, Words> = { en, de }

/** The first of these languages that the player speaks, and its words. */
export function wordsFor(languages: readonly string[]): { language: string; words: Words } {
  const language =
    languages.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find((tag) => tag in ALL) ?? 'en'
  return { language, words: ALL[language] ?? en }
}
