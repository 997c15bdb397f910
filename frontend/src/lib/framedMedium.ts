/** A medium that plays in a frame, handled like a media element of this page. */
import { type Asked, type MediumState, type Trouble, isTold } from './streaming'

/** As much of a media element as following and steering it takes. */
export interface Medium {
  readonly paused: boolean
  readonly ended: boolean
  readonly seeking: boolean
  readonly readyState: number
  readonly duration: number
  readonly error: object | null
  currentTime: number
  playbackRate: number
  play: () => Promise<void>
  pause: () => void
  addEventListener: (name: string, listener: () => void) => void
  removeEventListener: (name: string, listener: () => void) => void
}

/** Between two of the frame's messages time goes on, but never further than they are apart. */
const AHEAD_S = 0.4
const CAN_GO_ON = 3

type Wish = Asked extends infer One ? (One extends { turn: number } ? Omit<One, 'turn'> : never) : never

export class FramedMedium extends EventTarget implements Medium {
  trouble: Trouble | null = null
  private state: MediumState
  private toldAt = 0
  private turn = 0
  private there = false
  private wishes: Wish[] = []

  /** Listens to the frame from now on, and has it open the stream so many seconds in. */
  constructor(
    private frame: Pick<Window, 'postMessage'>,
    url: string,
    at = 0,
  ) {
    super()
    this.state = { ...NOTHING_YET, currentTime: at }
    this.wish({ ask: 'load', url, at })
    window.addEventListener('message', this.hear)
  }

  close(): void {
    window.removeEventListener('message', this.hear)
  }

  get paused(): boolean {
    return this.state.paused
  }

  get ended(): boolean {
    return this.state.ended
  }

  get seeking(): boolean {
    return this.state.seeking
  }

  get readyState(): number {
    return this.state.readyState
  }

  get duration(): number {
    return this.state.duration
  }

  get videoWidth(): number {
    return this.state.videoWidth
  }

  get videoHeight(): number {
    return this.state.videoHeight
  }

  get error(): object | null {
    return this.trouble === null ? null : { trouble: this.trouble }
  }

  get currentTime(): number {
    const { paused, seeking, readyState, currentTime, playbackRate, duration } = this.state
    if (paused || seeking || readyState < CAN_GO_ON) return currentTime
    const since = Math.min(AHEAD_S, (performance.now() - this.toldAt) / 1000)
    const now = currentTime + since * playbackRate
    return Number.isFinite(duration) ? Math.min(duration, now) : now
  }

  set currentTime(at: number) {
    this.state = { ...this.state, currentTime: at, seeking: true, ended: false }
    this.wish({ ask: 'seek', at })
  }

  get playbackRate(): number {
    return this.state.playbackRate
  }

  set playbackRate(rate: number) {
    this.state = { ...this.state, currentTime: this.currentTime, playbackRate: rate }
    this.toldAt = performance.now()
    this.wish({ ask: 'rate', rate })
    this.dispatchEvent(new Event('ratechange'))
  }

  /** Whether it may play is for the frame to find out: it says `pause` where the browser refuses. */
  play = (): Promise<void> => {
    this.state = { ...this.state, currentTime: this.currentTime, paused: false }
    this.toldAt = performance.now()
    this.wish({ ask: 'play' })
    this.dispatchEvent(new Event('play'))
    return Promise.resolve()
  }

  pause = (): void => {
    if (this.state.paused) return
    this.state = { ...this.state, currentTime: this.currentTime, paused: true }
    this.wish({ ask: 'pause' })
    this.dispatchEvent(new Event('pause'))
  }

  private wish(wish: Wish): void {
    if (this.there) this.send(wish)
    else this.wishes.push(wish)
  }

  private send(wish: Wish): void {
    this.turn += 1
    // A frame without an origin cannot be named as the receiver; what it is told is no secret to it.
    this.frame.postMessage({ ...wish, turn: this.turn }, '*')
  }

  private hear = ({ source, data }: MessageEvent<unknown>): void => {
    if (source !== this.frame || !isTold(data)) return
    if (data.told === 'ready') {
      this.there = true
      this.wishes.splice(0).forEach((wish) => this.send(wish))
      return
    }
    if (data.trouble) return this.fail(data.trouble)
    // What was told before the frame heard the last wish would undo it.
    if (data.turn !== this.turn) return
    this.state = data.state
    this.toldAt = performance.now()
    this.dispatchEvent(new Event(data.told))
  }

  private fail(trouble: Trouble): void {
    if (this.trouble) return
    this.trouble = trouble
    this.dispatchEvent(new Event('error'))
  }
}

const NOTHING_YET: MediumState = {
  paused: true,
  ended: false,
  seeking: false,
  readyState: 0,
  currentTime: 0,
  duration: Number.NaN,
  playbackRate: 1,
  videoWidth: 0,
  videoHeight: 0,
}
