/** The controls: chapters as a slider over the whole reel, and the buttons. */
import { Control, make } from './elements'
import { type Item, chapterAt, clock, placeAt, startOf } from './items'
import type { Playback } from './playback'
import type { Words } from './text'

export const RATES = [1, 1.25, 1.5, 2, 0.75]

export interface BarActions {
  toggleCaptions: () => void
  toggleTranscript: () => void
  toggleMute: () => void
  toggleFullscreen: () => void
  toggleHelp: () => void
}

export interface BarState {
  captions: boolean
  transcript: boolean
  muted: boolean
  fullscreen: boolean
  help: boolean
}

/** The speed after this one; the last is followed by the first. */
export function nextRate(rate: number): number {
  return RATES[(RATES.indexOf(rate) + 1) % RATES.length] ?? 1
}

export class Bar {
  readonly element: HTMLElement
  readonly slider: HTMLElement
  private readonly play: Control
  private readonly previous: Control
  private readonly next: Control
  private readonly captions: Control
  private readonly transcript: Control
  private readonly mute: Control
  private readonly help: Control
  private readonly screen: Control | null
  private readonly chapter = make('span', 'fp-chapter', { dir: 'auto' })
  private readonly rate = make('button', 'fp-button fp-rate', { type: 'button' })
  private readonly time = make('span', 'fp-time')
  private segments: HTMLElement[] = []
  private drawn: readonly Item[] | null = null

  constructor(
    private readonly playback: Playback,
    private readonly words: Words,
    actions: BarActions,
  ) {
    this.play = new Control('play', () => playback.toggle())
    this.previous = new Control('previous', () => playback.previous())
    this.next = new Control('next', () => playback.next())
    this.captions = new Control('captions', actions.toggleCaptions)
    this.transcript = new Control('transcript', actions.toggleTranscript)
    this.mute = new Control('mute', actions.toggleMute)
    this.help = new Control('help', actions.toggleHelp)
    this.screen = document.fullscreenEnabled ? new Control('screen', actions.toggleFullscreen) : null
    this.rate.addEventListener('click', () => playback.setRate(nextRate(playback.rate)))
    this.slider = make('div', 'fp-slider', {
      role: 'slider',
      tabindex: 0,
      'aria-label': words.position,
      'aria-valuemin': 0,
      dir: 'ltr',
    })
    const buttons = [this.previous, this.play, this.next].map((control) => control.element)
    const more = [this.captions, this.transcript, this.mute, this.help, this.screen].flatMap(
      (one) => one?.element ?? [],
    )
    const row = make('div', 'fp-row', {}, ...buttons, this.time, this.chapter, this.rate, ...more)
    this.element = make('div', 'fp-bar', {}, this.slider, row)
    this.listen()
  }

  /** Where the keyboard goes when the big button is gone. */
  focus(): void {
    this.play.element.focus({ preventScroll: true })
  }

  update(state: BarState): void {
    const { playback, words } = this
    if (this.drawn !== playback.items) this.draw()
    const at = playback.at_ms
    for (const [index, segment] of this.segments.entries()) {
      const item = playback.items[index]
      const share = item ? (at - startOf(playback.items, index)) / Math.max(1, item.length_ms) : 0
      segment.style.setProperty('--done', String(Math.max(0, Math.min(1, share))))
      segment.toggleAttribute('data-current', index === playback.index)
    }
    const length = clock(playback.length_ms)
    const shown = `${clock(at)} / ${length}`
    if (this.time.textContent !== shown) this.time.textContent = shown
    const chapter = chapterAt(playback.items, playback.index)?.title ?? ''
    if (this.chapter.textContent !== chapter) this.chapter.textContent = chapter
    this.slider.setAttribute('aria-valuenow', String(Math.round(at / 1000)))
    this.slider.setAttribute('aria-valuetext', `${clock(at)} ${words.of} ${length}`)
    this.show(state)
  }

  private show(state: BarState): void {
    const { playback, words } = this
    if (playback.ended) this.play.show('again', words.again)
    else this.play.show(playback.playing ? 'pause' : 'play', playback.playing ? words.pause : words.play)
    this.previous.show('previous', words.previous)
    this.next.show('next', words.next)
    this.next.element.disabled = playback.index >= playback.items.length - 1
    this.captions.show('captions', words.captions, state.captions)
    this.transcript.show('transcript', words.transcript, state.transcript)
    this.help.show('help', words.help, state.help)
    this.mute.show(state.muted ? 'muted' : 'sound', state.muted ? words.unmute : words.mute)
    this.screen?.show(
      state.fullscreen ? 'shrink' : 'enlarge',
      state.fullscreen ? words.leaveFullscreen : words.fullscreen,
    )
    const rate = `${playback.rate}×`
    if (this.rate.textContent !== rate) {
      this.rate.textContent = rate
      this.rate.setAttribute('aria-label', `${words.speed}: ${rate}`)
      this.rate.title = words.speed
    }
  }

  private draw(): void {
    this.drawn = this.playback.items
    this.segments = this.playback.items.map((item) => {
      const segment = make('i', 'fp-segment', { title: item.name || item.title })
      segment.toggleAttribute('data-section', item.section === true)
      segment.style.flexGrow = String(Math.max(1, item.length_ms))
      return segment
    })
    this.slider.replaceChildren(...this.segments)
    this.slider.setAttribute('aria-valuemax', String(Math.round(this.playback.length_ms / 1000)))
    this.element.toggleAttribute('data-alone', this.playback.items.length < 2)
  }

  private listen(): void {
    const { slider } = this
    const follow = (event: PointerEvent) => this.playback.seek(this.timeAt(event.clientX))
    slider.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return
      slider.setPointerCapture(event.pointerId)
      follow(event)
    })
    slider.addEventListener('pointermove', (event) => {
      if (slider.hasPointerCapture(event.pointerId)) follow(event)
    })
  }

  /** The moment under a point: each segment is as wide as its item is long, with a gap between them. */
  private timeAt(x: number): number {
    for (const [index, segment] of this.segments.entries()) {
      const box = segment.getBoundingClientRect()
      const item = this.playback.items[index]
      if (item && x <= box.right)
        return (
          startOf(this.playback.items, index) +
          Math.max(0, Math.min(0.999, (x - box.left) / Math.max(1, box.width))) * item.length_ms
        )
    }
    return this.playback.length_ms
  }
}

/** Where a key on the slider leads, in ms of the whole; null for other keys. */
export function slideTo(key: string, at_ms: number, items: readonly Item[]): number | null {
  const place = placeAt(items, at_ms)
  const chapter = (from: number, step: 1 | -1) => {
    for (let at = from; at > 0 && at < items.length; at += step)
      if (items[at]?.section) return startOf(items, at)
    return step < 0 ? 0 : at_ms
  }
  switch (key) {
    case '[':
      return chapter(place.within_ms > 2000 ? place.index : place.index - 1, -1)
    case ']':
      return chapter(place.index + 1, 1)
    case 'Home':
      return 0
    case 'End':
      return startOf(items, items.length - 1)
    case 'PageUp':
      return startOf(items, Math.max(0, place.index - 1))
    case 'PageDown':
      return startOf(items, Math.min(items.length - 1, place.index + 1))
    default:
      return null
  }
}
