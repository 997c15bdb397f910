import { describe, expect, it } from 'vitest'
import { dayIn, isRecording, pair, stem, titleOf } from './files'

const file = (name: string, type = '') => new File(['x'], name, { type })
const names = (files: File[]) =>
  pair(files).map(({ transcript, recording }) => [transcript?.name ?? null, recording?.name ?? null])

describe('pairing', () => {
  it('puts a recording with the transcript of its name', () => {
    expect(names([file('Rosa.mp4'), file('rosa.en.vtt'), file('len.txt')])).toEqual([
      ['rosa.en.vtt', 'Rosa.mp4'],
      ['len.txt', null],
    ])
  })

  it('knows how Zoom and Teams name what belongs together', () => {
    expect(stem('GMT20260312-101500_Recording.transcript.vtt')).toBe(
      stem('GMT20260312-101500_Recording_1920x1080.mp4'),
    )
  })

  it('leaves alone what has no partner, and gives nobody two', () => {
    expect(names([file('a.mp3'), file('a.wav'), file('a.srt'), file('b.mp3')])).toEqual([
      ['a.srt', 'a.mp3'],
      [null, 'a.wav'],
      [null, 'b.mp3'],
    ])
  })

  it('tells recordings by their name or by what the browser says', () => {
    expect(isRecording(file('x.MKV'))).toBe(true)
    expect(isRecording(file('x', 'audio/ogg'))).toBe(true)
    expect(isRecording(file('x.vtt', 'text/vtt'))).toBe(false)
  })
})

describe('names of files', () => {
  it('may hold a day', () => {
    expect(dayIn('2026-03-12 Rosa.vtt')).toBe('2026-03-12')
    expect(dayIn('GMT20260312-101500.vtt')).toBe('2026-03-12')
    expect(dayIn('call 12345678.vtt')).toBe('')
    expect(dayIn('2026-13-41.vtt')).toBe('')
  })

  it('become titles', () => {
    expect(titleOf('rosa_at-work.mp4')).toBe('rosa at work')
  })
})
