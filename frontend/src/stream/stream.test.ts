/** The page's side and the frame's side of a stream, talking to each other; only the medium itself is played by a stand-in. */
import { ErrorTypes } from 'hls.js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FramedMedium } from '@/lib/framedMedium'
import type { Told, Trouble } from '@/lib/streaming'
import { serve } from './serve'
import { troubleOf } from './source'

const HOME = 'https://voices.example'
const URL = 'https://host.example/talk.m3u8'

/** Plays nothing, but has the state and the events of a medium that does. */
class Stage {
  paused = true
  ended = false
  seeking = false
  readyState = 0
  duration = Number.NaN
  playbackRate = 1
  videoWidth = 0
  videoHeight = 0
  error = null
  mayPlay = true
  private at = 0
  private target = new EventTarget()

  addEventListener = (name: string, listener: () => void) => this.target.addEventListener(name, listener)
  fire = (name: string) => this.target.dispatchEvent(new Event(name))

  get currentTime(): number {
    return this.at
  }
  set currentTime(at: number) {
    this.at = at
    this.fire('seeked')
  }
  play = () => {
    if (!this.mayPlay) return Promise.reject(new Error('NotAllowedError'))
    this.paused = false
    this.fire('play')
    return Promise.resolve()
  }
  pause = () => {
    this.paused = true
    this.fire('pause')
  }
  load = (seconds: number) => {
    Object.assign(this, { readyState: 4, duration: seconds, videoWidth: 640, videoHeight: 360 })
    this.fire('loadedmetadata')
  }
}

/** A message to the page; jsdom takes no object of ours for the source of a real one. */
const tellPage = (data: unknown, source: unknown) =>
  window.dispatchEvent(Object.assign(new Event('message'), { data, source }))

/** A frame that can be spoken to, and what was opened in it. */
function frameOf(stage: Stage) {
  const heard: ((event: MessageEvent) => void)[] = []
  const opened: { url: string; at: number; fail: (trouble: Trouble) => void }[] = []
  const willPlay = vi.fn()
  const frame = {
    postMessage: (data: unknown) => say(data),
  }
  const say = (data: unknown, source: unknown = around, origin = HOME) =>
    heard.forEach((hear) => hear({ source, origin, data } as MessageEvent))
  const around = {
    postMessage: vi.fn((data: unknown, target: string) => {
      expect(target).toBe(HOME)
      tellPage(data, frame)
    }),
  }
  const start = () =>
    serve(
      {
        parent: around,
        location: { origin: HOME },
        addEventListener: (_name: string, hear: (event: MessageEvent) => void) => heard.push(hear),
      } as unknown as Window,
      stage as unknown as HTMLVideoElement,
      (_video, url, at, fail) => {
        opened.push({ url, at, fail })
        return { willPlay }
      },
    )
  return { frame, around, say, opened, willPlay, start }
}

let stage: Stage
let there: ReturnType<typeof frameOf>
let medium: FramedMedium

beforeEach(() => {
  stage = new Stage()
  there = frameOf(stage)
  medium = new FramedMedium(there.frame, URL, 12)
})

afterEach(() => medium.close())

test('what is asked before the frame is there is done once it is', async () => {
  void medium.play()
  medium.playbackRate = 1.5
  expect(there.opened).toEqual([])
  there.start()
  expect(there.opened).toMatchObject([{ url: URL, at: 12 }])
  expect(there.willPlay).toHaveBeenCalledOnce()
  await Promise.resolve()
  expect(stage).toMatchObject({ paused: false, playbackRate: 1.5 })
})

test('the medium says what happens in the frame, by the names of a media element', () => {
  there.start()
  const said: string[] = []
  for (const name of ['loadedmetadata', 'playing', 'ended'])
    medium.addEventListener(name, () => said.push(name))
  stage.load(60)
  stage.fire('playing')
  expect(medium).toMatchObject({ duration: 60, readyState: 4, videoWidth: 640, videoHeight: 360 })
  stage.ended = true
  stage.fire('ended')
  expect(medium.ended).toBe(true)
  expect(said).toEqual(['loadedmetadata', 'playing', 'ended'])
})

test('a wish shows at once, and is not undone by what was told before the frame heard of it', () => {
  there.start()
  stage.load(60)
  const before = there.around.postMessage.mock.lastCall?.[0] as Told
  medium.currentTime = 30
  medium.currentTime = 40
  expect(medium.currentTime).toBe(40)
  tellPage({ ...before, told: 'timeupdate' }, there.frame)
  expect(medium.currentTime).toBe(40)
  expect(stage.currentTime).toBe(40)
})

test('time goes on between two messages, at the rate it plays, and no further than they are apart', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  there.start()
  stage.load(60)
  void medium.play()
  medium.playbackRate = 2
  const from = medium.currentTime
  vi.advanceTimersByTime(200)
  expect(medium.currentTime - from).toBeCloseTo(0.4)
  vi.advanceTimersByTime(5_000)
  expect(medium.currentTime - from).toBeCloseTo(0.8)
  medium.pause()
  expect(stage.paused).toBe(true)
  vi.useRealTimers()
})

test('a browser that refuses to play is told as a pause', async () => {
  stage.mayPlay = false
  there.start()
  const paused = vi.fn()
  medium.addEventListener('pause', paused)
  await medium.play()
  await vi.waitFor(() => expect(paused).toHaveBeenCalled())
  expect(medium.paused).toBe(true)
})

test('trouble is told whatever else was asked meanwhile', () => {
  there.start()
  const failed = vi.fn()
  medium.addEventListener('error', failed)
  there.opened[0]?.fail('refused')
  expect(medium.trouble).toBe('refused')
  expect(medium.error).not.toBeNull()
  expect(failed).toHaveBeenCalledOnce()
})

test('the page hears its frame alone, and the frame the page around it alone', () => {
  there.start()
  tellPage({ told: 'pause', turn: 1, state: { duration: 5 }, trouble: 'refused' }, {})
  expect(medium.trouble).toBeNull()
  stage.load(60)
  there.say({ ask: 'seek', at: 50, turn: 9 }, {})
  there.say({ ask: 'seek', at: 50, turn: 9 }, there.around, 'https://elsewhere.example')
  there.say('nonsense')
  expect(stage.currentTime).toBe(0)
  there.say({ ask: 'load', url: 'https://host.example/other.m3u8', at: 0, turn: 9 })
  expect(there.opened).toHaveLength(1)
})

test('trouble is told apart by what the host answered', () => {
  const network = (code?: number) =>
    troubleOf({
      type: ErrorTypes.NETWORK_ERROR,
      response: code === undefined ? undefined : { url: '', data: '', code },
    })
  expect([network(), network(0), network(403), network(404), network(200)]).toEqual([
    'refused',
    'refused',
    'missing',
    'missing',
    'unplayable',
  ])
  expect(troubleOf({ type: ErrorTypes.MEDIA_ERROR })).toBe('unplayable')
})
