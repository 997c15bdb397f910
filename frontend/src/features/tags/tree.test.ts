import { describe, expect, test } from 'vitest'
import type { Tag } from './api'
import { dropOf, familyOf, movedTo, nodesOf, stepOf } from './tree'

const tag = (id: string, parent_id: string | null = null): Tag => ({
  id,
  parent_id,
  name: id,
  colour: 'slate',
  description: '',
  synonyms: [],
  position: 0,
  version: 1,
})

// a > (b > c, d), e
const TAGS = [tag('a'), tag('b', 'a'), tag('c', 'b'), tag('d', 'a'), tag('e')]
const outline = (tags: readonly Tag[]) =>
  nodesOf(tags)
    .map(({ tag: { id }, depth }) => `${'-'.repeat(depth)}${id}`)
    .join(' ')

const after = (id: string, target: ReturnType<typeof stepOf>) =>
  target ? outline(movedTo(TAGS, id, target)) : null

describe('the codebook', () => {
  test('has depths and knows who has children', () => {
    expect(outline(TAGS)).toBe('a -b --c -d e')
    expect(nodesOf(TAGS).map((node) => node.hasChildren)).toEqual([true, true, false, false, false])
    expect([...familyOf(TAGS, 'a')]).toEqual(['a', 'b', 'c', 'd'])
  })

  test.each([
    ['d', 'up', 'a -d -b --c e'],
    ['b', 'down', 'a -d -b --c e'],
    ['d', 'in', 'a -b --c --d e'],
    ['e', 'in', 'a -b --c -d -e'],
    ['c', 'out', 'a -b -c -d e'],
    ['b', 'out', 'a -d b -c e'],
    ['a', 'up', null],
    ['e', 'down', null],
    ['a', 'in', null],
    ['a', 'out', null],
  ] as const)('moves %s %s', (id, direction, expected) => {
    expect(after(id, stepOf(TAGS, id, direction))).toBe(expected)
  })

  test.each([
    ['e', 'b', 0, 'a -e -b --c -d'],
    ['e', 'a', 0, 'e a -b --c -d'],
    ['e', 'd', 1, 'a -b --c -e -d'],
    ['c', 'e', -2, 'a -b -d e c'],
    ['c', 'e', 0, 'a -b -d e -c'],
    ['d', 'd', 1, 'a -b --c --d e'],
    ['a', 'e', 0, 'e a -b --c -d'],
  ] as const)('drops %s over %s, pulled by %i', (id, over, pulled, expected) => {
    expect(after(id, dropOf(TAGS, id, over, pulled))).toBe(expected)
  })

  test('never drops a tag into its own family', () => {
    expect(dropOf(TAGS, 'a', 'c', 0)).toBeNull()
    expect(dropOf(TAGS, 'nobody', 'c', 0)).toBeNull()
    expect(stepOf(TAGS, 'nobody', 'up')).toBeNull()
    expect(movedTo(TAGS, 'nobody', { parent_id: null, position: 0 })).toEqual(TAGS)
  })
})
