/**
 * The player of reels, shared by the application and the embed. Free of any framework: it is handed an element and
 * items, and lives there until `destroy`.
 */
import { Bar, nextRate, slideTo } from './bar'
import { MediaDeck } from './deck'
import { Control, make } from './elements'
import { Help } from './help'
import { type Item, clock, peopleIn } from './items'
import './player.css'
import { Playback } from './playback'
import { Stage } from './stage'
import { wordsFor } from './text'
import { Transcript } from './transcript'

export type { Cue, Item } from './items'

export interface Options {
  items: readonly Item[]
  title: string
  languages: readonly string[]
  /** `fill` takes the height it is given, `flow` has the height of its picture. */
  layout?: 'fill' | 'flow'
  /** Asks for the items anew when media refuses. */
  refresh?: () => Promise<readonly Item[] | null>
  /** Called once, when somebody begins to play. */
  onStart?: () => void
  /** Called whenever another item plays. */
  onItem?: (id: string | undefined) => void
  /** Whether captions are on when it opens; they are, unless said otherwise. */
  captions?: boolean
  /** The speed to begin with, and who wants to know when it changes: the player itself keeps nothing. */
  rate?: number
  onRate?: (rate: number) => void
}

export interface Player {
  update: (items: readonly Item[], title: string) => void
  /** Goes to an item and plays it. */
  playItem: (id: string) => void
  destroy: () => void
}

const STEP_MS = 5000
const IDLE_MS = 2600

class View implements Player {
  private readonly root = make('section', 'fp', {})
  private readonly stage: Stage
  private readonly bar: Bar
  private readonly transcript: Transcript
  private readonly playback: Playback
  private readonly cover = make('div', 'fp-cover')
  private readonly big: Control
  private readonly words
  private title: string
  private readonly help: Help
  private captions: boolean
  private muted = false
  private reading = false
  private readonly ended = new AbortController()
  private readonly room = new ResizeObserver(() => this.measureRoom())
  private frame = 0
  private idle = 0
  private latest: string | undefined = undefined
  private covered = ''
  private readonly beat: number
  private rate: number

  constructor(
    private readonly host: HTMLElement,
    private readonly options: Options,
  ) {
    const { language, words } = wordsFor(options.languages)
    this.words = words
    this.title = options.title
    this.captions = options.captions ?? true
    this.rate = options.rate ?? 1
    this.root.lang = language
    this.root.setAttribute('aria-label', words.player)
    this.root.dataset.layout = options.layout ?? 'flow'
    this.stage = new Stage(words)
    const [first, second] = this.stage.videos.map((video) => this.deck(video)) as [MediaDeck, MediaDeck]
    this.playback = new Playback(options.items, [first, second], {
      changed: () => this.update_(),
      started: options.onStart,
      refresh: options.refresh,
      swapped: (gap_ms) => this.tell(gap_ms),
    })
    this.help = new Help(words, () => this.update_())
    this.bar = new Bar(this.playback, words, {
      toggleHelp: () => this.help.toggle(),
      toggleCaptions: () => this.set('captions', !this.captions),
      toggleTranscript: () => this.toggleTranscript(),
      toggleMute: () => this.set('muted', !this.muted),
      toggleFullscreen: () => this.toggleFullscreen(),
    })
    this.transcript = new Transcript(this.playback, words)
    this.big = new Control('big', () => {
      this.playback.play()
      this.bar.focus()
    })
    this.stage.element.append(this.cover, this.bar.element, this.help.element)
    this.root.append(make('div', 'fp-body', {}, this.stage.element, this.transcript.element))
    this.root.dataset.transcript = 'auto'
    host.replaceChildren(this.root)
    this.listen()
    this.beat = window.setInterval(() => this.playback.tick(), 250)
    this.room.observe(this.root)
    this.measureRoom()
    if (options.rate) this.playback.setRate(options.rate)
  }

  update(items: readonly Item[], title: string): void {
    this.title = title
    if (items !== this.playback.items) this.playback.replace(items)
    this.update_()
  }

  playItem(id: string): void {
    const index = this.playback.items.findIndex((item) => item.id === id)
    if (index < 0) return
    this.playback.go(index)
    this.playback.play()
  }

  destroy(): void {
    cancelAnimationFrame(this.frame)
    clearInterval(this.beat)
    clearTimeout(this.idle)
    this.room.disconnect()
    this.ended.abort()
    for (const video of this.stage.videos) {
      video.pause()
      video.removeAttribute('src')
      video.load()
    }
    this.host.replaceChildren()
  }

  private deck(video: HTMLVideoElement): MediaDeck {
    const deck: MediaDeck = new MediaDeck(video, {
      ended: () => this.playback.deckEnded(deck),
      failed: (id) => void this.playback.deckFailed(deck, id),
      waits: (waits) => this.playback?.deckWaits(deck, waits),
      paused: () => this.playback?.deckPaused(deck),
    })
    video.addEventListener('timeupdate', () => this.playback.tick())
    return deck
  }

  /** Tells whoever wants to know how long the change from one clip to the next took. */
  private tell(gap_ms: number): void {
    const detail = { gap_ms }
    this.root.dispatchEvent(new CustomEvent('firsthand:swap', { detail, bubbles: true }))
  }

  private readonly loop = (): void => {
    // The tick makes `update_` ask for the next frame; asking here too would double them at every turn.
    this.frame = 0
    this.playback.tick()
  }

  private readonly update_ = (): void => {
    // The first look comes from inside the constructor, before there is anything to show it on.
    if (!this.transcript) return
    const { playback } = this
    const id = playback.item?.id
    if (id !== this.latest) {
      this.latest = id
      this.options.onItem?.(id)
    }
    if (playback.playing && !this.frame) this.frame = requestAnimationFrame(this.loop)
    const rests = !playback.playing
    this.root.toggleAttribute('data-playing', !rests)
    this.root.toggleAttribute('data-begun', playback.begun)
    if (rests) this.root.removeAttribute('data-idle')
    this.stage.update(playback, this.captions)
    this.drawCover()
    this.bar.update({
      captions: this.captions,
      transcript: this.reading,
      muted: this.muted,
      fullscreen: document.fullscreenElement === this.root,
      help: this.help.opened,
    })
    if (playback.rate !== this.rate) {
      this.rate = playback.rate
      this.options.onRate?.(playback.rate)
    }
    this.transcript.update()
  }

  private drawCover(): void {
    const { playback, words } = this
    const state = !playback.items.length
      ? 'nothing'
      : playback.ended
        ? 'ended'
        : playback.begun
          ? ''
          : 'start'
    const people = peopleIn(playback.items)
    const key = `${state} ${this.title} ${playback.length_ms} ${people}`
    if (key === this.covered) return
    this.covered = key
    this.cover.hidden = state === ''
    this.root.dataset.cover = state
    if (state === 'nothing') {
      this.cover.replaceChildren(
        make('p', 'fp-title', {}, words.nothing),
        make('p', 'fp-meta', {}, words.nothingLong),
      )
      return
    }
    this.big.show(state === 'ended' ? 'again' : 'play', state === 'ended' ? words.again : words.play)
    const heard = people ? [(people === 1 ? words.person : words.people).replace('{n}', String(people))] : []
    const parts: Node[] = [this.big.element]
    if (this.title) parts.push(make('p', 'fp-title', { dir: 'auto' }, this.title))
    parts.push(make('p', 'fp-meta', {}, [...heard, clock(playback.length_ms)].join(' · ')))
    this.cover.replaceChildren(...parts)
  }

  private set(name: 'captions' | 'muted', value: boolean): void {
    this[name] = value
    for (const video of this.stage.videos) video.muted = this.muted
    this.update_()
  }

  /** Whether there is room for the transcript is for the style sheet to say; asked when the size changes. */
  private readonly measureRoom = (): void => {
    this.reading = getComputedStyle(this.transcript.element).display !== 'none'
    this.update_()
  }

  private toggleTranscript(): void {
    this.root.dataset.transcript = this.reading ? 'off' : 'on'
    this.measureRoom()
  }

  private toggleFullscreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen()
    else void this.root.requestFullscreen().catch(() => undefined)
  }

  private listen(): void {
    this.stage.element.addEventListener('click', (event) => {
      if (!cameThrough(event, '.fp-bar, .fp-cover, .fp-sheet, a, button')) this.playback.toggle()
    })
    this.cover.addEventListener('click', (event) => {
      if (!cameThrough(event, 'button, a') && this.playback.items.length) this.playback.play()
    })
    // A frame belongs to the player alone; in the application the keys are the page's until something here has focus.
    const ears = this.options.layout === 'fill' ? document : this.root
    ears.addEventListener('keydown', this.key, { signal: this.ended.signal })
    for (const name of ['pointermove', 'pointerdown', 'focusin', 'keydown'] as const)
      this.root.addEventListener(name, () => this.wake())
    document.addEventListener('fullscreenchange', this.update_, { signal: this.ended.signal })
  }

  /** Shows the controls again, and lets them go after a while of playing. */
  private wake(): void {
    this.root.removeAttribute('data-idle')
    clearTimeout(this.idle)
    this.idle = window.setTimeout(() => {
      if (this.playback.playing && !this.bar.element.matches(':focus-within:has(:focus-visible)'))
        this.root.setAttribute('data-idle', '')
    }, IDLE_MS)
  }

  private readonly key = (event: Event): void => {
    if (!(event instanceof KeyboardEvent)) return
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.target instanceof Element ? event.target : null
    const pressed = target?.closest('button, a') && (event.key === ' ' || event.key === 'Enter')
    const reading = target === this.transcript.element && !['k', 'j', 'l'].includes(event.key)
    if (pressed || reading) return
    const run = this.actionOf(event.key, event.shiftKey)
    if (!run) return
    event.preventDefault()
    event.stopPropagation()
    run()
  }

  private actionOf(key: string, shift: boolean): (() => void) | undefined {
    const { playback } = this
    const slid = slideTo(key, playback.at_ms, playback.items)
    if (slid !== null) return () => playback.seek(slid)
    const step = (by: number) => () => playback.seek(Math.max(0, playback.at_ms + by))
    const actions: Record<string, () => void> = {
      ' ': () => playback.toggle(),
      k: () => playback.toggle(),
      Enter: () => playback.toggle(),
      ArrowRight: shift ? () => playback.next() : step(STEP_MS),
      ArrowLeft: shift ? () => playback.previous() : step(-STEP_MS),
      n: () => playback.next(),
      p: () => playback.previous(),
      c: () => this.set('captions', !this.captions),
      t: () => this.toggleTranscript(),
      m: () => this.set('muted', !this.muted),
      s: () => playback.setRate(nextRate(playback.rate)),
      f: () => this.toggleFullscreen(),
      '?': () => this.help.toggle(),
    }
    if (this.help.opened) actions.Escape = () => this.help.toggle(false)
    return key === 'f' && !document.fullscreenEnabled ? undefined : actions[key]
  }
}

/** Whether an event passed such an element. Its target may be gone by now: a button draws itself anew when pressed. */
function cameThrough(event: Event, selector: string): boolean {
  return event.composedPath().some((one) => one instanceof Element && one.matches(selector))
}

/** Puts a player into an element. */
export function createPlayer(host: HTMLElement, options: Options): Player {
  return new View(host, options)
}
