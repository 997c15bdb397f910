/**
 * The message catalogue. Each feature defines its own messages beside its code, so they load with its chunk;
 * the types demand that German has exactly the keys of English, and that every placeholder gets a value.
 */
import i18next from 'i18next'
import { useCallback } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'

export const LOCALES = ['en', 'de'] as const
export type Locale = (typeof LOCALES)[number]
export const LOCALE_NAMES: Record<Locale, string> = { en: 'English', de: 'Deutsch' }

const STORED = 'firsthand.locale'
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur'])

type Catalogue = Record<string, string>

export interface Messages<En extends Catalogue = Catalogue> {
  readonly namespace: string
  readonly en: En
  readonly de: Record<keyof En, string>
}

type WithoutPlural<K extends string> = K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K
export type Key<M extends Messages> = WithoutPlural<Extract<keyof M['en'], string>>
type Placeholders<S> = S extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Placeholders<Rest> : never
type TextOf<M extends Messages, K extends string> = K extends keyof M['en']
  ? M['en'][K]
  : `${K}_other` extends keyof M['en']
    ? M['en'][`${K}_other`] | '{{count}}'
    : never
type Values<Name extends string> = { [N in Name]: N extends 'count' ? number : string | number }
type Arguments<Name extends string> = [Name] extends [never]
  ? []
  : [values: Values<Name> & { shown?: string }]

/** Looks a message up; asks for exactly the values its placeholders need. */
export type Translate<M extends Messages> = <K extends Key<M>>(
  key: K,
  ...values: Arguments<Placeholders<TextOf<M, K>>>
) => string

const i18n = i18next.createInstance()
void i18n.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  supportedLngs: [...LOCALES],
  keySeparator: false,
  nsSeparator: false,
  resources: {},
  showSupportNotice: false,
  initAsync: false,
  interpolation: { escapeValue: false },
  react: { useSuspense: false, bindI18nStore: false },
})

/** Registers a feature's messages under its name and gives them back, typed. */
export function defineMessages<const En extends Catalogue>(
  namespace: string,
  catalogue: { en: En; de: Record<keyof En, string> },
): Messages<En> {
  for (const locale of LOCALES) i18n.addResourceBundle(locale, namespace, catalogue[locale])
  return { namespace, ...catalogue }
}

/** The messages of a feature, in the reader's language. */
export function useText<M extends Messages>(messages: M): Translate<M> {
  const { t } = useTranslation(messages.namespace, { i18n })
  return useCallback((key: string, values?: Record<string, unknown>) => t(key, values), [t])
}

/** The reader's language, and a way to change it that is remembered in this browser. */
export function useLocale(): [Locale, (locale: Locale) => void] {
  const { i18n: instance } = useTranslation(undefined, { i18n })
  return [instance.language as Locale, setLocale]
}

export function isLocale(value: unknown): value is Locale {
  return LOCALES.includes(value as Locale)
}

/** The direction a language is written in. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr'
}

/** The language to start with: what was chosen here before, else the browser's first that we have. */
export function detectLocale(stored: string | null, wanted: readonly string[]): Locale {
  const candidates = [stored, ...wanted].map((tag) => tag?.toLowerCase().split('-')[0])
  return candidates.find(isLocale) ?? 'en'
}

/** Changes the language of the page and remembers it in this browser. */
export function setLocale(locale: Locale): void {
  document.documentElement.lang = locale
  document.documentElement.dir = directionOf(locale)
  remember(locale)
  void i18n.changeLanguage(locale)
}

/** Starts with the remembered or the browser's language. Call once, before the first render. */
export function startLocale(): void {
  const locale = detectLocale(recall(), navigator.languages)
  document.documentElement.lang = locale
  document.documentElement.dir = directionOf(locale)
  void i18n.changeLanguage(locale)
}

// Storage throws where the browser blocks it; the choice then lasts as long as the page.
function remember(locale: Locale): void {
  try {
    localStorage.setItem(STORED, locale)
  } catch {
    return
  }
}

function recall(): string | null {
  try {
    return localStorage.getItem(STORED)
  } catch {
    return null
  }
}
