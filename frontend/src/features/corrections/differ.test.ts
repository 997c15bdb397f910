import { describe, expect, it } from 'vitest'
import { differ } from './differ'

const marked = (before: string, after: string) =>
  differ(before, after).map((side) =>
    side.map(({ text, changed }) => (changed ? `[${text}]` : text)).join(''),
  )

describe('what was changed', () => {
  it('is marked word by word on both sides', () => {
    expect(marked('I waited three days', 'I waited thirteen days')).toEqual([
      'I waited [three] days',
      'I waited [thirteen] days',
    ])
    expect(marked('it broke', 'it broke 🙁 again')).toEqual(['it broke', 'it broke[ 🙁 again]'])
  })

  it('is nothing for equal texts, and everything for an empty one', () => {
    expect(marked('שלום עולם', 'שלום עולם')).toEqual(['שלום עולם', 'שלום עולם'])
    expect(marked('gone', '')).toEqual(['[gone]', ''])
  })

  it('is not looked for in very long texts', () => {
    const long = 'word '.repeat(500)
    expect(differ(long, 'word')).toEqual([
      [{ text: long, changed: false }],
      [{ text: 'word', changed: false }],
    ])
  })

  it('keeps every letter', () => {
    const [old, fresh] = differ('a  b\nc', 'a b c d')
    expect([old.map(({ text }) => text).join(''), fresh.map(({ text }) => text).join('')]).toEqual([
      'a  b\nc',
      'a b c d',
    ])
  })
})
