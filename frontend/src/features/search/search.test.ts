import { beforeEach, describe, expect, it } from 'vitest'
import { belongsTo } from '@/lib/mine'
import { goesOn } from './going'
import { groupsOf } from './groups'
import { monthsBetween } from './months'
import {
  beginning,
  choicesIn,
  queryOf,
  readSearchParams,
  renamed,
  withTicked,
  withoutChoices,
} from './params'
import { forgetSearches, recentSearches, rememberSearch } from './recent'
import type { Found } from './useFound'

describe('the address of a search', () => {
  it('keeps what it knows and drops what it does not', () => {
    const raw = {
      q: 'tea',
      tag: ['a', 3, ''],
      project: 'p',
      sort: 'best',
      after: 'soon',
      before: '2026-01-31',
    }
    expect(readSearchParams(raw)).toEqual({ q: 'tea', tag: ['a'], project: ['p'], before: '2026-01-31' })
  })

  it('keeps a moment since when quotes are new, and no other text in its place', () => {
    const since = '2026-03-01T08:00:00.25Z'
    expect(readSearchParams({ added_since: since })).toEqual({ added_since: since })
    expect(choicesIn({ added_since: since })).toBe(1)
    expect(readSearchParams({ added_since: 'yesterday' })).toEqual({})
  })

  it('reads a number as words', () => expect(readSearchParams({ q: 2026 })).toEqual({ q: '2026' }))

  it('keeps one space behind the last word, which says that it is whole', () => {
    expect(queryOf('  green tea  ')).toBe('green tea ')
    expect(queryOf('green te')).toBe('green te')
    expect(queryOf('   ')).toBe('')
  })

  it.each([
    ['speaker:maurene phone', 'maurene', 'maureen', 'speaker:maureen phone'],
    ['speaker:"Jonas Webr"', 'Jonas Webr', 'jonas weber', 'speaker:"jonas weber"'],
    ['speaker:“Jonas Webr” tea', 'Jonas Webr', 'jonas weber', 'speaker:"jonas weber" tea'],
    ['tag:"prize', 'prize', 'price', 'tag:price'],
    ['prize -tag:prize', 'prize', 'the price', 'prize -tag:"the price"'],
    ['tag:prizes,prize', 'prize', 'price', 'tag:prizes,price'],
    ['tag：a+b', 'a+b', '$& cash', 'tag："$& cash"'],
  ])('puts what was meant in the place of a name: %s', (q, value, name, mended) => {
    expect(renamed(q, value, name)).toBe(mended)
  })

  it('never halves a character', () => expect(beginning('👂👂', 1)).toBe('👂'))

  it('asks for the beginning of what is too long to be asked, and for the same by its address', () => {
    const typed = queryOf(`${'👂 '.repeat(1500)}`)
    expect(Array.from(typed)).toHaveLength(2000)
    expect(readSearchParams({ q: typed })).toEqual({ q: typed })
    expect(readSearchParams({ q: 'x'.repeat(9000) }).q).toHaveLength(2000)
  })

  it('counts what narrows it down', () => {
    const params = { q: 'tea', tag: ['a', 'b'], after: '2026-01-01' }
    expect(choicesIn(params)).toBe(3)
    expect(choicesIn(withoutChoices(params))).toBe(0)
    expect(withTicked(params, 'tag', []).tag).toBeUndefined()
  })
})

describe('quotes by interview', () => {
  const found = (id: string, interview: string, total: number) =>
    ({ id, interview: { id: interview }, in_interview: total }) as Found

  it('keeps the order of each interview’s best, and no more than three at first', () => {
    const items = ['a', 'b', 'a', 'a', 'a'].map((one, index) => found(`h-${index}`, one, one === 'a' ? 9 : 1))
    expect(groupsOf(items).map(({ interviewId, best, total }) => [interviewId, best.length, total])).toEqual([
      ['a', 3, 9],
      ['b', 1, 1],
    ])
  })
})

describe('months', () => {
  it('fill the gaps over the turn of a year', () => {
    expect(monthsBetween(['2026-02', '2025-11'])).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
  })

  it('are none without any', () => expect(monthsBetween([])).toEqual([]))
})

describe('recent searches', () => {
  beforeEach(() => {
    belongsTo('ruth')
    forgetSearches()
  })

  it('forget the stages of typing', () => {
    rememberSearch('tele')
    rememberSearch('telephone')
    rememberSearch('te')
    expect(recentSearches()).toEqual(['telephone'])
  })

  it('keep the latest first, once, and not many', () => {
    for (const word of ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'two']) rememberSearch(word)
    expect(recentSearches()).toEqual(['two', 'seven', 'six', 'five', 'four', 'three'])
  })

  it('go when the person goes, or another comes', () => {
    rememberSearch('telephone')
    belongsTo('ruth')
    expect(recentSearches()).toEqual(['telephone'])
    belongsTo('jonas')
    expect(recentSearches()).toEqual([])
    rememberSearch('kettle')
    belongsTo(null)
    rememberSearch('kettle')
    expect(recentSearches()).toEqual([])
  })
})

describe('the way back', () => {
  it('skips the stages of typing and of sliding, but no choice and no pause', () => {
    const steps = [
      ['words', 0, false],
      ['words', 400, true],
      ['choice', 500, false],
      ['words', 600, false],
      ['words', 3200, false],
      ['ratio', 3300, false],
      ['ratio', 3400, true],
      ['choice', 3500, false],
      ['choice', 3600, false],
    ] as const
    expect(steps.map(([by, at]) => goesOn(by, 1e9 + at))).toEqual(steps.map(([, , on]) => on))
  })
})
