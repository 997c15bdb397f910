import { describe, expect, test } from 'vitest'
import type { Highlight, Tag, Turn } from './data'
import { findAll, folded } from './find'
import { momentOf } from './links'
import { UNTAGGED, colourOf, lastUpTo, marksByTurn, quoteOf, timeAt, wordAtTime } from './model'
import { choicesOf, namedExactly, pathsOf, recentOf } from './tagging'
import { entriesOf } from './voices'

const turn = (id: string, text: string, rest: Partial<Turn> = {}): Turn => ({
  id,
  speaker_id: 's',
  text,
  start_ms: null,
  end_ms: null,
  version: 1,
  withheld: null,
  ...rest,
})
const highlight = (
  id: string,
  from: [string, number],
  to: [string, number],
  rest: Partial<Highlight> = {},
): Highlight => ({
  id,
  transcript_id: 't',
  interview_id: 'i',
  start_turn_id: from[0],
  start_offset: from[1],
  end_turn_id: to[0],
  end_offset: to[1],
  quote: '',
  start_ms: null,
  end_ms: null,
  tag_ids: [],
  note: '',
  emotion: null,
  valence: null,
  intensity: null,
  status: 'ok',
  suggestion: '',
  version: 1,
  created_at: '',
  ...rest,
})
const tag = (id: string, name: string, rest: Partial<Tag> = {}): Tag => ({
  id,
  name,
  parent_id: null,
  colour: 'teal',
  description: '',
  synonyms: [],
  position: 0,
  version: 1,
  ...rest,
})

const TURNS = [turn('a', 'So 🙂 how was it?'), turn('b', 'It failed twice.'), turn('c', 'I gave up.')]
const TAGS = new Map([['w', tag('w', 'Waiting')]])

describe('marks', () => {
  test('a highlight across turns marks the end of one, all of another and the beginning of the last', () => {
    const across = highlight('h', ['a', 5], ['c', 6], { tag_ids: ['gone', 'w'] })
    const found = marksByTurn(TURNS, [across], TAGS, new Map())
    const spans = [...found].map(([id, { marks }]) => [id, marks[0]?.start, marks[0]?.end, marks[0]?.colour])
    // Five code points are six UTF-16 units behind the smile.
    expect(spans).toEqual([
      ['a', 6, 17, 'teal'],
      ['b', 0, 16, 'teal'],
      ['c', 0, 6, 'teal'],
    ])
    expect(found.get('a')?.begins).toEqual([across])
    expect(quoteOf(TURNS, across)).toBe('how was it?\nIt failed twice.\nI gave')
  })

  test('turns whose marks did not change keep their very object', () => {
    const one = highlight('h', ['a', 0], ['a', 2])
    const before = marksByTurn(TURNS, [one], TAGS, new Map())
    const after = marksByTurn(TURNS, [one, highlight('k', ['b', 0], ['b', 2])], TAGS, before)
    expect(after.get('a')).toBe(before.get('a'))
    expect(marksByTurn(TURNS, [{ ...one, note: 'x' }], TAGS, before).get('a')).not.toBe(before.get('a'))
  })

  test('a mark that lost its text is noted beside its turn and drawn nowhere', () => {
    const lost = highlight('h', ['b', 4], ['b', 4], { status: 'needs_review' })
    const found = marksByTurn(TURNS, [lost, highlight('x', ['gone', 0], ['gone', 1])], TAGS, new Map())
    expect(found.get('b')).toEqual({ marks: [], begins: [lost] })
    expect(colourOf(lost, TAGS)).toBe(UNTAGGED)
  })
})

describe('time', () => {
  const words = [
    [0, 2, 1000, 1200],
    [3, 9, 1300, 1900],
  ]
  test('a place is said with its word, with the next one between words, with the last behind all', () => {
    const timed = turn('b', 'It failed twice.', { start_ms: 900, end_ms: 2500 })
    expect([0, 2, 5, 15].map((at) => timeAt(timed, at, words))).toEqual([1000, 1300, 1300, 1300])
    expect(timeAt(timed, 8, undefined)).toBe(1700)
    expect(timeAt(turn('b', 'x', { start_ms: 5 }), 1, [])).toBe(5)
    expect(timeAt(turn('b', 'x'), 0, undefined)).toBeNull()
  })

  test('a word is heard until a breath after its end', () => {
    expect(wordAtTime('It failed twice.', words, 1100)).toEqual({ start: 0, end: 2 })
    expect(wordAtTime('It failed twice.', words, 2200)).toEqual({ start: 3, end: 9 })
    expect([500, 2400].map((ms) => wordAtTime('It failed twice.', words, ms))).toEqual([null, null])
  })

  test('the last of rising numbers up to a value', () => {
    expect([-1, 0, 4, 5, 99].map((value) => lastUpTo([0, 5, 5, 9], value))).toEqual([-1, 0, 0, 2, 3])
  })

  test('links of others start at the moment where they can', () => {
    expect(momentOf('youtube', 'https://www.youtube-nocookie.com/embed/x', 65_400)).toContain('?start=65')
    expect(momentOf('youtube', 'https://www.youtube.com/watch?v=x', 5000)).toContain('v=x&t=5')
    expect(momentOf('vimeo', 'https://player.vimeo.com/video/1', 5000)).toContain('#t=5s')
    expect(momentOf('wistia', 'https://acme.wistia.com/medias/1', 5000)).toContain('wtime=5')
    expect(momentOf('wistia', 'https://fast.wistia.net/embed/iframe/1', 5000)).toContain('?time=5')
    expect(momentOf('loom', 'https://www.loom.com/embed/1', 5000)).toContain('t=5')
    expect(momentOf('zoom', 'https://zoom.us/rec/1', 5000)).toBe('https://zoom.us/rec/1')
  })
})

describe('finding', () => {
  test('case and accents do not matter, and offsets stay those of the text', () => {
    expect(folded('Ärger im CAFÉ')).toBe('arger im cafe')
    const turns = [turn('a', 'Das Café. Im CAFE war Ärger 🙂 café'), turn('b', 'İstanbul café')]
    const found = findAll(turns, ' cafe ')
    expect(found.map(({ start }) => [start.turnId, start.offset])).toEqual([
      ['a', 4],
      ['a', 13],
      ['a', 31],
      ['b', 9],
    ])
    expect(findAll(turns, '  ')).toEqual([])
  })
})

describe('tags to choose from', () => {
  const tags = [
    tag('j', 'Journey'),
    tag('n', 'Noticing', { parent_id: 'j' }),
    tag('f', 'First fitting', { parent_id: 'j' }),
    tag('w', 'Waiting', { synonyms: ['queue'] }),
  ]
  const names = (typed: string, chosen: string[] = [], recent: string[] = []) =>
    choicesOf(tags, typed, chosen, recent).map(({ tag: { name } }) => name)

  test('names that begin with the words come before others, synonyms last', () => {
    expect(names('fi')).toEqual(['First fitting'])
    expect(names('it')).toEqual(['First fitting', 'Waiting'].filter((name) => name.includes('it')))
    expect(names('QUE')).toEqual(['Waiting'])
    expect(names('xyz')).toEqual([])
  })

  test('with nothing typed, what was used last comes first, and what is chosen is not offered', () => {
    expect(names('', [], ['w', 'n'])).toEqual(['Waiting', 'Noticing', 'Journey', 'First fitting'])
    expect(names('', ['w'], ['w', 'n'])[0]).toBe('Noticing')
    const marks = [
      highlight('1', ['a', 0], ['a', 1], { tag_ids: ['j'] }),
      highlight('2', ['a', 0], ['a', 1], { tag_ids: ['w', 'j'] }),
    ]
    expect(recentOf(marks)).toEqual(['w', 'j'])
  })

  test('a tag is known by its exact name and shown with what stands above it', () => {
    expect(namedExactly(tags, ' waiting ')?.id).toBe('w')
    expect(namedExactly(tags, 'wait')).toBeUndefined()
    expect(pathsOf(tags).get('n')).toBe('Journey')
  })
})

describe('silences', () => {
  test('neighbouring turns that are withheld for one reason become one silence', () => {
    const mute = (id: string, speaker_id: string) => turn(id, '', { speaker_id, withheld: 'withdrawn' })
    const turns = [
      turn('1', 'x'),
      turn('2', 'y'),
      mute('3', 'p'),
      mute('4', 'p'),
      turn('5', 'z'),
      mute('6', 'p'),
      mute('7', 'q'),
    ]
    const shown = entriesOf(turns).map((entry) =>
      entry.kind === 'turn' ? [entry.turn.id, entry.named] : [entry.key, entry.speakerId, entry.count],
    )
    expect(shown).toEqual([
      ['1', true],
      ['2', false],
      ['3', 'p', 2],
      ['5', true],
      ['6', null, 2],
    ])
  })
})
