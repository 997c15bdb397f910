import { expect, test } from 'vitest'
import type { Schema } from '@/api/client'
import { spread } from './spread'

type Quote = Parameters<typeof spread>[0][number]

const RECORDING = { id: 'r' } as Schema<'QuoteRecordingOut'>

const quote = (id: string, person: string | null, playable = false): Quote => ({
  id,
  speakers: person === null ? [] : [{ participant_id: person } as Schema<'VoiceOut'>],
  recording: playable ? RECORDING : null,
})

const ids = (quotes: Quote[]) => quotes.map(({ id }) => id).join(' ')

test('each person speaks once before anybody speaks twice', () => {
  const said = [quote('a1', 'a'), quote('a2', 'a'), quote('a3', 'a'), quote('b1', 'b'), quote('c1', 'c')]
  expect(ids(spread(said, 4))).toBe('a1 b1 c1 a2')
  expect(ids(spread(said, 9))).toBe('a1 b1 c1 a2 a3')
})

test('what can be played comes before what cannot, in each round, and else the order stays', () => {
  const said = [quote('b1', 'b'), quote('a1', 'a'), quote('a2', 'a', true), quote('a3', 'a', true)]
  expect(ids(spread(said, 9))).toBe('a2 b1 a3 a1')
})

test('nothing is lost where nobody knows who speaks, and nothing comes of nothing', () => {
  expect(ids(spread([quote('x', null), quote('y', null)], 9))).toBe('x y')
  expect(spread([], 9)).toEqual([])
})
