import { describe, expect, test } from 'vitest'
import { type Cursor, type Step, extend, orderedOf, walk } from './cursor'

const TURNS = [
  { id: 'a', text: 'It failed twice. I waited.' },
  { id: 'b', text: 'Same here. I gave up 🙁 then.' },
  { id: 'c', text: '导出又失败了' },
]

/** What is selected after some steps; steps in capitals extend. */
function selected(turnId: string, ...steps: string[]): string {
  const names: Record<string, Step> = { r: 'next-word', l: 'word-before', d: 'next-turn', u: 'turn-before' }
  let cursor: Cursor | null = null
  for (const step of steps) {
    const name = names[step.toLowerCase()]
    if (name) cursor = (step === step.toUpperCase() ? extend : walk)(TURNS, turnId, cursor, name, 'en')
  }
  if (!cursor) return ''
  const { start, end } = orderedOf(TURNS, cursor)
  const [first, last] = [start, end].map(({ turnId: id }) => TURNS.findIndex((turn) => turn.id === id))
  return TURNS.slice(first, (last ?? 0) + 1)
    .map(({ id, text }) =>
      text.slice(id === start.turnId ? start.offset : 0, id === end.turnId ? end.offset : text.length),
    )
    .join('|')
}

describe('the reading cursor', () => {
  test.each([
    ['a', ['r'], 'It'],
    ['a', ['r', 'r', 'r'], 'twice'],
    ['a', ['r', 'r', 'r', 'l'], 'failed'],
    ['a', ['r', 'l'], 'It'],
    ['a', ['r', 'r', 'r', 'r', 'r', 'r'], 'waited'],
    ['c', ['r'], '导出'],
  ])('walks in %s by %j to %j', (turn, steps, words) => {
    expect(selected(turn, ...steps)).toBe(words)
  })

  test.each([
    ['a', ['R'], 'It'],
    ['a', ['r', 'r', 'R', 'R'], 'failed twice. I'],
    ['a', ['r', 'r', 'R', 'R', 'L'], 'failed twice. '],
    ['a', ['r', 'r', 'D'], 'failed twice. I waited.'],
    ['a', ['r', 'r', 'D', 'R', 'R', 'R'], 'failed twice. I waited.|Same here. I'],
    ['a', ['r', 'D', 'D'], 'It failed twice. I waited.|Same here. I gave up 🙁 then.'],
    ['b', ['r', 'r', 'L', 'L'], 'Same '],
    ['b', ['r', 'L', 'L'], 'waited.|'],
    ['b', ['r', 'r', 'U', 'U'], 'It failed twice. I waited.|Same '],
    ['c', ['D', 'D'], '导出又失败了'],
  ])('extends from %s by %j to %j', (turn, steps, words) => {
    expect(selected(turn, ...steps)).toBe(words)
  })

  test('knows no turn that is not there', () => {
    expect(selected('x', 'r')).toBe('')
  })
})
