import { expect, test } from 'vitest'
import type { Medium } from '@/lib/framedMedium'
import { Playback } from './playback'

/** A medium that knows nothing of itself before it is told to. */
class Unready extends EventTarget implements Medium {
  paused = true
  ended = false
  seeking = false
  readyState = 0
  duration = Number.NaN
  currentTime = 0
  playbackRate = 1
  error: object | null = null
  play = () => Promise.resolve()
  pause = () => undefined
  say = (name: string, now: Partial<Medium> = {}) => {
    Object.assign(this, now)
    this.dispatchEvent(new Event(name))
  }
}

test('a place asked for before the medium is ready is where it starts', () => {
  const [playback, medium] = [new Playback(5_000, 60_000), new Unready()]
  playback.attach(medium)
  playback.seek(20_000)
  medium.say('play', { paused: false })
  expect(playback.read().atMs).toBe(20_000)
  medium.say('loadedmetadata', { readyState: 4, duration: 90 })
  expect(medium.currentTime).toBe(25)
  expect(playback.read()).toMatchObject({ atMs: 20_000, lengthMs: 85_000, playing: true })
})

test('what takes the place of a medium that failed goes on where that was', () => {
  const [playback, first, second] = [new Playback(0, 60_000), new Unready(), new Unready()]
  const detach = playback.attach(first)
  playback.seek(20_000)
  first.say('error', { error: {} })
  expect(playback.read()).toMatchObject({ failed: true, atMs: 20_000 })
  detach?.()
  playback.attach(second)
  expect(playback.read().failed).toBe(false)
  second.say('loadedmetadata', { readyState: 1 })
  expect(second.currentTime).toBe(20)
})
