import { expect, test } from 'vitest'
import { fileOf, queryOf, readAuditParams } from './params'

test('an address keeps what it asks for and drops what makes no sense', () => {
  expect(
    readAuditParams({
      q: 7,
      what: 'looks',
      actor: 'a-1',
      project: '<b>',
      since: '2026-01-02',
      until: 'soon',
      x: 1,
    }),
  ).toEqual({ q: '7', what: 'looks', actor: 'a-1', since: '2026-01-02' })
})

test('a group of deeds is asked for by its kinds', () => {
  expect(queryOf({ what: 'log', q: 'x' })).toEqual({ kind: ['audit'], q: 'x' })
})

test('a file has the same question as the page', () => {
  expect(fileOf({ what: 'shared', q: 'a b' }, 'csv')).toBe(
    '/api/audit-entries/export?format=csv&q=a+b&kind=grant&kind=topic',
  )
})
