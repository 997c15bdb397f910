import { expect, test } from 'vitest'
import { detailOf, placeOf } from './telling'

const entry = (target_kind: string, detail: Record<string, unknown> = {}) => ({
  target_kind,
  target_id: 'x',
  detail,
})

test('what an entry is about is linked, by way of its interview or reel where it has no page of its own', () => {
  expect(placeOf(entry('project'))?.link).toEqual({ to: '/projects/$projectId', params: { projectId: 'x' } })
  expect(placeOf(entry('turn', { interview_id: 'i' }))?.link).toMatchObject({ params: { interviewId: 'i' } })
  expect(placeOf(entry('reel_render', { reel_id: 'r' }))?.kind).toBe('reel')
  expect(placeOf(entry('grant', { of: 'tag', of_id: 't' }))?.link).toMatchObject({ params: { tagId: 't' } })
  expect(placeOf(entry('highlight'))?.link).toMatchObject({ params: { quoteId: 'h-x' } })
  expect(placeOf(entry('audit'))).toBeNull()
})

test('details are told flat, without what is empty or linked', () => {
  const detail = {
    role: 'viewer',
    note: '',
    end: null,
    interview_id: 'i',
    before: { scope: 'team' },
    fields: ['a', 'b'],
  }
  expect(detailOf(detail)).toBe('role: viewer · before: (scope: team) · fields: a, b')
})
