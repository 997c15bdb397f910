import { describe, expect, it } from 'vitest'
import { type Messages, LOCALES } from './i18n'

const modules = import.meta.glob<Record<string, unknown>>(['../**/messages.ts'], { eager: true })

const isMessages = (value: unknown): value is Messages =>
  typeof value === 'object' && value !== null && 'namespace' in value && 'de' in value

const catalogues = Object.values(modules).flatMap((module) => Object.values(module).filter(isMessages))

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort()
const sentence = (text: string) => text.split(' ').length > 4

describe('the message catalogue', () => {
  it('is found', () => {
    expect(catalogues.length).toBeGreaterThan(10)
  })

  it('gives every feature a name of its own', () => {
    const names = catalogues.map((catalogue) => catalogue.namespace)
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(catalogues.map((catalogue) => [catalogue.namespace, catalogue] as const))(
    '%s says the same in every language',
    (_, catalogue) => {
      for (const [key, english] of Object.entries(catalogue.en)) {
        for (const locale of LOCALES) {
          const text = catalogue[locale][key]
          expect(text, `${locale} ${key}`).toBeTruthy()
          expect(placeholders(text ?? ''), `${locale} ${key}`).toEqual(placeholders(english))
        }
        if (sentence(english)) expect(catalogue.de[key], `de ${key} is translated`).not.toBe(english)
      }
      expect(Object.keys(catalogue.de).sort()).toEqual(Object.keys(catalogue.en).sort())
    },
  )

  it.each(catalogues.map((catalogue) => [catalogue.namespace, catalogue] as const))(
    '%s has both plural forms of what it counts',
    (_, catalogue) => {
      const counted = Object.keys(catalogue.en).filter((key) => /_(one|other)$/.test(key))
      for (const key of counted)
        expect(Object.keys(catalogue.en)).toContain(
          key.replace(/_(one|other)$/, key.endsWith('_one') ? '_other' : '_one'),
        )
    },
  )
})
