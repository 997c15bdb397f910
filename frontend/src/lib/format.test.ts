import { describe, expect, it } from 'vitest'
import { createFormat, regional } from './format'
import { detectLocale, directionOf } from './i18n'

const [english, german] = [createFormat('en'), createFormat('de')]
const NOW = Date.parse('2026-03-12T12:00:00Z')

describe('numbers, dates and durations', () => {
  it('follow the reader’s language', () => {
    expect(english.number(12345.5)).toBe('12,345.5')
    expect(german.number(12345.5)).toBe('12.345,5')
    expect(german.date('2026-03-12')).toBe('12.03.2026')
    expect(german.list(['Iris', 'Len', 'Kit'])).toBe('Iris, Len und Kit')
    expect(german.language('en')).toBe('Englisch')
  })

  it('follow the region of a browser that speaks the chosen language', () => {
    expect(regional('en', ['de-AT', 'en-GB', 'en-US'])).toBe('en-GB')
    expect(regional('de', ['en-GB'])).toBe('de')
    expect(createFormat('en-GB').date('2026-03-12')).toBe('12 Mar 2026')
  })

  it('keep a calendar day the same day in every time zone', () => {
    expect(english.date('2026-01-01')).toBe('Jan 1, 2026')
  })

  it('show a position like a player does', () => {
    expect(english.clock(187_000)).toBe('3:07')
    expect(english.clock(3_754_000)).toBe('1:02:34')
    expect(english.clock(-5)).toBe('0:00')
  })

  it('say how long and how long ago', () => {
    expect(english.duration(42_000)).toBe('42 sec')
    expect(english.duration(65 * 60_000)).toBe('1 hr 5 min')
    expect(english.relative('2026-03-09T11:00:00Z', NOW)).toBe('3 days ago')
    expect(english.relative('2026-03-12T11:59:40Z', NOW)).toBe('now')
  })

  it('say how big', () => {
    expect(english.bytes(0)).toBe('0 byte')
    expect(english.bytes(41_250_000)).toBe('41.3 MB')
  })
})

describe('the language to start with', () => {
  it('is the chosen one, else the first of the browser that we speak', () => {
    expect(detectLocale('de', ['en-GB'])).toBe('de')
    expect(detectLocale(null, ['fr-FR', 'de-AT', 'en'])).toBe('de')
    expect(detectLocale('xx', ['fr'])).toBe('en')
  })

  it('brings its direction of writing', () => {
    expect(directionOf('ar-EG')).toBe('rtl')
    expect(directionOf('de')).toBe('ltr')
  })
})
