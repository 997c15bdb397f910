/** Numbers, dates and durations in the reader's language. Durations are milliseconds. */
import { useMemo } from 'react'
import { useLocale } from './i18n'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['week', 7 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
]

export interface Format {
  locale: string
  number: (value: number) => string
  /** A day, such as "3 Mar 2026". Takes a day (2026-03-03) or an instant. */
  date: (iso: string) => string
  dateTime: (iso: string) => string
  /** How long ago, such as "3 days ago". */
  relative: (iso: string, now?: number) => string
  /** A position in a recording, such as "3:07" or "1:02:03". */
  clock: (ms: number) => string
  /** A length for people, such as "42 min" or "1 hr 5 min". */
  duration: (ms: number) => string
  bytes: (size: number) => string
  list: (items: string[]) => string
  /** A language's own name in the reader's language: "de" → "German". */
  language: (tag: string) => string
}

/** A day without a time is a calendar day wherever the reader sits; an instant moves with the time zone. */
function asDate(iso: string): { date: Date; timeZone?: 'UTC' } {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(iso)
  return day ? { date: new Date(`${iso}T00:00:00Z`), timeZone: 'UTC' } : { date: new Date(iso) }
}

/** A position in a recording: hours only when there are any. */
export function clock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / SECOND))
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
  const pair = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${pair(minutes)}:${pair(seconds)}` : `${minutes}:${pair(seconds)}`
}

function unit(locale: string, value: number, name: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)
}

function duration(locale: string, ms: number): string {
  if (ms < MINUTE) return unit(locale, Math.round(ms / SECOND), 'second')
  const minutes = Math.round(ms / MINUTE)
  if (minutes < 60) return unit(locale, minutes, 'minute')
  const rest = minutes % 60
  const hours = unit(locale, Math.floor(minutes / 60), 'hour')
  return rest ? `${hours} ${unit(locale, rest, 'minute')}` : hours
}

function bytes(locale: string, size: number): string {
  const names = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']
  const step = size < 1000 ? 0 : Math.min(names.length - 1, Math.floor(Math.log10(size) / 3))
  const options = { style: 'unit', unit: names[step], maximumFractionDigits: step > 1 ? 1 : 0 } as const
  return new Intl.NumberFormat(locale, options).format(size / 1000 ** step)
}

function relative(locale: string, iso: string, now: number): string {
  const passed = new Date(iso).getTime() - now
  const [name, length] = STEPS.find(([, step]) => Math.abs(passed) >= step) ?? ['minute', MINUTE]
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return Math.abs(passed) < MINUTE
    ? format.format(0, 'second')
    : format.format(Math.trunc(passed / length), name)
}

function language(locale: string, tag: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}

/** The formats of one language. */
export function createFormat(locale: string): Format {
  const day = (iso: string, options: Intl.DateTimeFormatOptions) => {
    const { date, timeZone } = asDate(iso)
    return new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(date)
  }
  return {
    locale,
    number: (value) => new Intl.NumberFormat(locale).format(value),
    date: (iso) => day(iso, { dateStyle: 'medium' }),
    dateTime: (iso) => day(iso, { dateStyle: 'medium', timeStyle: 'short' }),
    relative: (iso, now = Date.now()) => relative(locale, iso, now),
    clock,
    duration: (ms) => duration(locale, ms),
    bytes: (size) => bytes(locale, size),
    list: (items) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
    language: (tag) => language(locale, tag),
  }
}

/** The chosen language as the browser's owner writes it where they live: "en" → "en-GB", if they have that. */
export function regional(language: string, preferred: readonly string[]): string {
  return preferred.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ?? language
}

/** The formats of the reader's language and region. */
export function useFormat(): Format {
  const [locale] = useLocale()
  return useMemo(() => createFormat(regional(locale, navigator.languages)), [locale])
}
