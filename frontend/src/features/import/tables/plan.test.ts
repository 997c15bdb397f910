import { describe, expect, it } from 'vitest'
import { type Table, consentOf, replanned, rolesFor, withRole } from './plan'

const column = (name: string, role: Table['columns'][number]['role']) => ({
  name,
  role,
  reason: 'name' as const,
  samples: [],
  filled: 2,
})
const TABLE: Table = {
  mode: 'turns',
  header: true,
  rows: 2,
  sheet: '',
  sheets: [],
  respondents: 0,
  tags: [],
  columns: [column('who', 'speaker'), column('words', 'text'), column('id', 'ignore')],
}

describe('the parts of columns', () => {
  it('move from one column to another', () => {
    expect(withRole(TABLE, 2, 'text').roles).toEqual(['speaker', 'ignore', 'text'])
    expect(withRole(TABLE, 1, 'ignore').roles).toEqual(['speaker', 'ignore', 'ignore'])
  })

  it('may be shared where several columns can have them', () => {
    const survey: Table = {
      ...TABLE,
      mode: 'survey',
      columns: [column('a?', 'question'), column('b', 'date')],
    }
    expect(withRole(survey, 1, 'question').roles).toEqual(['question', 'question'])
    expect(withRole(survey, 0, 'date').roles).toEqual(['date', 'attribute'])
    expect(rolesFor('survey')).toContain('participant')
  })

  it('are guessed anew when the rows mean something else', () => {
    expect(replanned(TABLE, { mode: 'survey' })).toEqual({
      mode: 'survey',
      header: true,
      sheet: '',
      roles: [],
    })
    expect(replanned(TABLE, { sheet: 'B' })).toEqual({ sheet: 'B', roles: [] })
  })
})

describe('consent', () => {
  it('is pending unless somebody says otherwise', () => {
    expect(consentOf('pending')).toBeNull()
    expect(consentOf('team')).toMatchObject({ status: 'granted', scope: 'team' })
  })
})
