/** A deck on a media element. One and the same element plays pictures and mere sound. */
import { type Item, mediaOf } from './items'
import type { Deck } from './playback'

export interface DeckEvents {
  ended: () => void
  failed: (id: string) => void
  waits: (waits: boolean) => void
  paused: () => void
}

const HAS_PICTURE = 2

export class MediaDeck implements Deck {
  private item: Item | null = null
  private resting = true

  constructor(
    readonly element: HTMLVideoElement,
    events: DeckEvents,
  ) {
    element.playsInline = true
    element.preload = 'auto'
    element.hidden = false
    element.addEventListener('ended', () => events.ended())
    element.addEventListener('waiting', () => events.waits(true))
    element.addEventListener('pause', () => {
      // By the time this is told, we may have gone on: only what rests now was stopped by somebody else.
      if (element.paused && !element.ended && !this.resting) events.paused()
    })
    for (const name of ['playing', 'seeked', 'canplay'] as const)
      element.addEventListener(name, () => events.waits(false))
    element.addEventListener('error', () => {
      if (this.item && element.getAttribute('src')) events.failed(this.item.id)
    })
  }

  load(item: Item, at_ms: number): void {
    const same = this.holds() === mediaOf(item)
    this.item = item
    if (!same && item.url) this.setSource(item.url)
    this.moveTo(at_ms)
  }

  play(): Promise<void> {
    this.resting = false
    return this.element.play()
  }

  pause(): void {
    this.resting = true
    this.element.pause()
  }

  time(): number {
    return this.element.currentTime * 1000
  }

  setRate(rate: number): void {
    this.element.defaultPlaybackRate = rate
    this.element.playbackRate = rate
  }

  setVolume(volume: number): void {
    if (Math.abs(this.element.volume - volume) > 0.004) this.element.volume = volume
  }

  starves(): boolean {
    return this.element.readyState <= HAS_PICTURE
  }

  reveal(shown: () => void): void {
    const item = this.item
    const show = () => {
      if (this.item !== item) return
      this.element.dataset.shown = ''
      shown()
    }
    if (this.element.readyState >= HAS_PICTURE && !this.element.seeking) show()
    else {
      const name = this.element.readyState >= HAS_PICTURE ? 'seeked' : 'loadeddata'
      this.element.addEventListener(name, show, { once: true })
    }
  }

  hide(): void {
    delete this.element.dataset.shown
  }

  unload(): void {
    this.item = null
    this.pause()
    this.element.removeAttribute('src')
    this.element.load()
    this.hide()
  }

  holds(): string | null {
    return this.item && this.element.error === null ? mediaOf(this.item) : null
  }

  private setSource(url: string): void {
    const absolute = new URL(url, this.element.baseURI).href
    if (this.element.src === absolute && this.element.error === null) return
    this.element.src = absolute
  }

  private moveTo(ms: number): void {
    const seconds = ms / 1000
    // Setting the time before anything is known of the media makes that the place it starts from.
    if (Math.abs(this.element.currentTime - seconds) > 0.001) this.element.currentTime = seconds
  }
}
