import { describe, expect, it } from 'vitest'
import { consentOf, reread, withColumn } from './plan'

const column = (target: string, type: 'number' | null = null) => ({
  name: 'x',
  target,
  type,
  samples: [],
  filled: 1,
})

describe('a table of participants', () => {
  it('sends every column back, with a type only where there is a new attribute', () => {
    const columns = [column('contact'), column('new', 'number')]
    expect(withColumn(columns, 0, { target: 'legal_name' })).toEqual([
      { target: 'legal_name', type: null },
      { target: 'new', type: 'number' },
    ])
    expect(withColumn(columns, 1, { target: 'ignore' })[1]).toEqual({ target: 'ignore', type: null })
  })

  it('forgets its columns when another sheet is read', () => {
    const wanted = { prefix: 'P', columns: [{ target: 'ignore' }] }
    expect(reread(wanted, { sheet: 'Two' })).toEqual({ prefix: 'P', columns: [], sheet: 'Two' })
  })

  it('grants nothing unless somebody says so', () => {
    expect(consentOf('pending')).toBeNull()
    expect(consentOf('team')).toMatchObject({ status: 'granted', scope: 'team' })
  })
})
