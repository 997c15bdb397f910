import { describe, expect, it } from 'vitest'
import { type Topic, paramsOf } from './api'

describe('the search of a topic', () => {
  it('is an address of the search page: what is empty is left out, and the newest come first', () => {
    const search = { q: 'tea', tag: ['a'], emotion: [], after: null, before: '2026-01-31' }
    expect(paramsOf({ search } as unknown as Topic)).toEqual({
      q: 'tea',
      tag: ['a'],
      before: '2026-01-31',
      sort: 'newest',
    })
  })
})
