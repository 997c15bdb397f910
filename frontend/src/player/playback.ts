/**
 * Plays items one after the other on two decks: while one plays, the other has the next clip ready, so that the
 * change is a swap and not a wait. Knows no DOM: decks and the clock are handed in.
 */
import { type Item, type Place, lengthOf, mediaOf, nextClip, placeAt, startOf, volumeAt } from './items'

/** Something that plays one clip at a time. Times are the media's, in ms. */
export interface Deck {
  /** Makes a clip ready to play from a moment; the same one again only moves. */
  load: (item: Item, at_ms: number) => void
  play: () => Promise<void>
  pause: () => void
  time: () => number
  setRate: (rate: number) => void
  /** From 0 to 1. */
  setVolume: (volume: number) => void
  /** Whether it has nothing to play from at the moment. */
  starves: () => boolean
  /** Shows this deck as soon as it has a picture, then calls back. */
  reveal: (shown: () => void) => void
  hide: () => void
  unload: () => void
  /** Which media it holds (`mediaOf`), if that is fit to play. */
  holds: () => string | null
}

export interface Hooks {
  /** Anything that is shown may have changed. */
  changed: () => void
  /** Playing was asked for and began, for the first time. */
  started?: () => void
  /** Asks for the items anew, because the media of one refused; null when that is not possible. */
  refresh?: () => Promise<readonly Item[] | null>
  /** How long it took from the end of one item until the next clip moved. */
  swapped?: (gap_ms: number) => void
  now?: () => number
}

/** Closer to the end than this, a clip is over: a frame more would be somebody else's word. */
const NEARLY_MS = 12
const PATIENCE_MS = 10_000
/**
 * So much before its beginning the next clip is set running, unseen and unheard, where its media reaches so far back:
 * media takes a while to begin, and by then the one before has come to its end.
 */
const RUN_UP_MS = 400
/** Unseen and unheard it may run slower or faster than it will be shown, to be at its beginning at the right moment. */
const SLOWEST = 0.5
const FASTEST = 2
/** So long before it is shown it runs as it will then. */
const SETTLED_MS = 50
/** A change smaller than this is not worth disturbing the media for. */
const STEP = 0.08
/** How many starts are remembered to tell how long the next one takes. */
const STARTS = 6
const USUAL_START_MS = 20
/** A clip that does not move for so long is given up, and read. */
const STARVED_MS = 12_000

export class Playback {
  index = 0
  within_ms = 0
  playing = false
  /** Everything was played. */
  ended = false
  begun = false
  /** The media lets us wait. */
  waiting = false
  rate = 1
  items: readonly Item[]
  /** Clips whose media refused also after asking anew: they are read. */
  private readonly broken = new Set<string>()
  private readonly asked = new Map<string, number>()
  private active: Deck | null = null
  private ticked = 0
  private moved = { at: 0, to: -1 }
  /** The deck that was set running for the next clip, when, and from where. */
  private running: { deck: Deck; at: number; from_ms: number; rate: number } | null = null
  /** The current clip runs, but its beginning has not come. */
  private arriving = false
  private starts: number[] = []
  /** When the item before came to its end; 0 once this one moves. */
  private left_at = 0
  private readonly now: () => number

  constructor(
    items: readonly Item[],
    private readonly decks: readonly [Deck, Deck],
    private readonly hooks: Hooks,
  ) {
    this.items = items
    this.now = hooks.now ?? (() => performance.now())
    this.enter(0, 0)
  }

  get item(): Item | undefined {
    return this.items[this.index]
  }

  /** Where in the whole we are. */
  get at_ms(): number {
    return startOf(this.items, this.index) + this.within_ms
  }

  get length_ms(): number {
    return lengthOf(this.items)
  }

  /** Whether the current item is heard; one whose media failed is read instead. */
  get isHeard(): boolean {
    return this.item !== undefined && this.isMedia(this.item)
  }

  play(): void {
    if (!this.item) return
    if (this.ended) this.enter(0, 0)
    this.ended = false
    this.playing = true
    if (!this.begun) {
      this.begun = true
      this.hooks.started?.()
    }
    this.run()
    this.hooks.changed()
  }

  pause(): void {
    this.playing = false
    this.active?.pause()
    this.standDown()
    this.hooks.changed()
  }

  toggle(): void {
    if (this.playing) this.pause()
    else this.play()
  }

  /** Goes to a moment of the whole; keeps playing if it was. */
  seek(ms: number): void {
    const place = placeAt(this.items, Math.min(ms, this.length_ms))
    this.go(place.index, place.within_ms)
  }

  /** Goes to an item. */
  go(index: number, within_ms = 0): void {
    if (index < 0 || index >= this.items.length) return
    this.ended = false
    this.enter(index, within_ms)
    if (this.playing) this.run()
    this.hooks.changed()
  }

  next(): void {
    if (this.index < this.items.length - 1) this.go(this.index + 1)
  }

  /** To the start of the item; right at its start, to the one before. */
  previous(): void {
    this.go(this.within_ms > 2000 || this.index === 0 ? this.index : this.index - 1)
  }

  setRate(rate: number): void {
    this.rate = rate
    for (const deck of this.decks) deck.setRate(rate)
    this.hooks.changed()
  }

  /** Looks at the time; to be called often while playing. */
  tick(): void {
    const item = this.item
    const moment = this.now()
    const passed = moment - this.ticked
    this.ticked = moment
    if (!item || !this.playing) return
    this.learn()
    if (this.arriving && this.active && this.active.time() >= item.from_ms) this.arrive(this.active)
    if (this.active) this.within_ms = Math.max(0, this.active.time() - item.from_ms)
    else this.within_ms += passed * this.rate
    this.active?.setVolume(this.arriving ? 0 : volumeAt(item, this.within_ms))
    this.runUp(item)
    this.steer(item)
    if (this.left_at && this.active && !this.arriving && this.active.time() > item.from_ms + 1) {
      this.hooks.swapped?.(Math.round(moment - this.left_at))
      this.left_at = 0
    }
    if (this.active && this.isStarved(this.active)) {
      void this.deckFailed(this.active, item.id)
      return
    }
    if (this.within_ms >= item.length_ms - (this.active ? NEARLY_MS : 0)) this.advance()
    else this.hooks.changed()
  }

  /** A deck's media came to its end by itself. */
  deckEnded(deck: Deck): void {
    if (deck === this.active && this.playing) this.advance()
  }

  /** A deck was stopped from outside: by a key on the headphones, or the browser. */
  deckPaused(deck: Deck): void {
    if (deck === this.active && this.playing) this.pause()
  }

  deckWaits(deck: Deck, waits: boolean): void {
    if (deck !== this.active || this.waiting === waits) return
    this.waiting = waits
    this.hooks.changed()
  }

  /** A deck's media refused: its address may be over. Asks for new ones once; if that fails, the words are read. */
  async deckFailed(deck: Deck, id: string): Promise<void> {
    const again = this.now() - (this.asked.get(id) ?? -Infinity) > PATIENCE_MS
    this.asked.set(id, this.now())
    deck.unload()
    const fresh = again && this.hooks.refresh ? await this.hooks.refresh().catch(() => null) : null
    if (fresh) this.replace(fresh)
    else this.broken.add(id)
    if (this.item?.id !== id || this.active !== deck) return
    this.enter(this.index, this.within_ms)
    if (this.playing) this.run()
    this.hooks.changed()
  }

  /** Takes the items as they are now. What plays goes on, unless it is not there any more. */
  replace(items: readonly Item[]): void {
    const current = this.item
    const place = placeOf(items, current, this.index, this.within_ms)
    const keeps =
      current?.kind === 'clip' && items[place.index]?.id === current.id && this.isSame(current, items)
    this.items = items
    if (!items.length) {
      this.active?.pause()
      this.active = null
      this.playing = false
      this.index = this.within_ms = 0
    } else if (keeps) {
      this.index = place.index
      this.ahead()
    } else {
      this.enter(place.index, place.within_ms)
      if (this.playing) this.run()
    }
    this.hooks.changed()
  }

  private isSame(current: Item, items: readonly Item[]): boolean {
    const fresh = items.find((item) => item.id === current.id)
    return fresh?.kind === 'clip' && this.active?.holds() === mediaOf(fresh)
  }

  private isStarved(deck: Deck): boolean {
    if (!deck.starves() || this.within_ms !== this.moved.to)
      this.moved = { at: this.ticked, to: this.within_ms }
    return this.ticked - this.moved.at > STARVED_MS
  }

  private isMedia(item: Item): boolean {
    return item.kind === 'clip' && item.url !== null && !this.broken.has(item.id)
  }

  /** Sets the next clip running in time to be at its beginning when this one ends. */
  private runUp(item: Item): void {
    const next = this.items[this.index + 1]
    if (this.running || !next || !this.isMedia(next)) return
    const deck = this.decks.find((one) => one !== this.active && one.holds() === mediaOf(next))
    const left = (item.length_ms - this.within_ms - runUpOf(next)) / this.rate
    if (!deck || left > usual(this.starts)) return
    this.running = { deck, at: this.now(), from_ms: deck.time(), rate: this.rate }
    deck.setRate(this.rate)
    deck.setVolume(0)
    void deck.play().catch(() => undefined)
  }

  /** Media begins sooner or later than the last time: what runs up makes good for it by its speed. */
  private steer(item: Item): void {
    const { running } = this
    const next = this.items[this.index + 1]
    if (!running || running.at >= 0 || !next || running.deck === this.active) return
    const left = (item.length_ms - NEARLY_MS - this.within_ms) / this.rate - SETTLED_MS
    const way = (next.from_ms - running.deck.time()) / this.rate - SETTLED_MS
    const wanted = left > 0 && way > 0 ? Math.min(FASTEST, Math.max(SLOWEST, way / left)) : 1
    const rate = wanted * this.rate
    if (rate === running.rate || (wanted !== 1 && Math.abs(rate / running.rate - 1) < STEP)) return
    running.rate = rate
    running.deck.setRate(rate)
  }

  /** Remembers how long the media took to begin. */
  private learn(): void {
    const { running } = this
    const moved = running ? running.deck.time() - running.from_ms : 0
    if (!running || moved <= 0 || running.at < 0) return
    this.starts = [...this.starts, this.now() - running.at - moved / this.rate].slice(-STARTS)
    running.at = -1
  }

  /** Stops a clip that was set running too soon; it waits where it began. */
  private standDown(): void {
    const deck = this.running?.deck
    this.running = null
    if (!deck || deck === this.active) return
    deck.pause()
    const next = this.items.find((item) => deck.holds() === mediaOf(item))
    if (next) deck.load(next, next.from_ms - runUpOf(next))
  }

  private arrive(deck: Deck): void {
    this.arriving = false
    const other = deck === this.decks[0] ? this.decks[1] : this.decks[0]
    deck.reveal(() => {
      if (this.active === deck) other.hide()
    })
  }

  private enter(index: number, within_ms: number): void {
    this.left_at = 0
    const awaited = index === this.index + 1 && within_ms === 0 && this.playing
    this.index = index
    this.within_ms = within_ms
    this.waiting = false
    this.ticked = this.now()
    const item = this.items[index]
    if (item && this.isMedia(item)) this.toDeck(item, within_ms, awaited)
    else this.toClock()
    this.standDown()
    this.ahead()
  }

  private toDeck(item: Item, within_ms: number, awaited: boolean): void {
    const [first, second] = this.decks
    const ready = this.decks.find((deck) => deck.holds() === mediaOf(item))
    const deck = ready ?? (this.active === first ? second : first)
    if (this.active && this.active !== deck) this.active.pause()
    this.active = deck
    this.moved = { at: this.ticked, to: within_ms }
    this.arriving = awaited && ready !== undefined && runUpOf(item) > 0
    deck.setRate(this.rate)
    if (this.arriving) return
    deck.load(item, item.from_ms + within_ms)
    deck.setVolume(volumeAt(item, within_ms))
    this.arrive(deck)
  }

  private toClock(): void {
    this.arriving = false
    this.active?.pause()
    this.active = null
    for (const deck of this.decks) deck.hide()
  }

  /** Makes the next clip ready on the deck that is free. */
  private ahead(): void {
    const next = nextClip(this.items, this.index)
    const free = this.decks.find((deck) => deck !== this.active)
    if (!next || !free || !this.isMedia(next) || this.running?.deck === free) return
    // Also when the deck has the clip already: it may stand in the middle of it.
    free.load(next, next.from_ms - runUpOf(next))
  }

  private run(): void {
    this.ticked = this.now()
    const deck = this.active
    deck?.play().catch((error: unknown) => {
      // The browser wants a gesture first, or the page went on meanwhile.
      const refused = error instanceof DOMException && error.name === 'NotAllowedError'
      if (refused && deck === this.active) this.pause()
    })
  }

  private advance(): void {
    if (this.index < this.items.length - 1) {
      this.enter(this.index + 1, 0)
      this.left_at = this.active ? this.now() : 0
      this.run()
    } else {
      this.active?.pause()
      this.within_ms = this.item?.length_ms ?? 0
      this.playing = false
      this.ended = true
    }
    this.hooks.changed()
  }
}

/** How long media usually takes to begin: the middle of what was seen lately. */
function usual(starts: readonly number[]): number {
  return [...starts].sort((a, b) => a - b)[Math.floor(starts.length / 2)] ?? USUAL_START_MS
}

/** How far before its beginning a clip can be set running. */
function runUpOf(item: Item): number {
  return Math.min(RUN_UP_MS, item.from_ms)
}

/** Where to go on in other items: at the same one, else at what took its place. */
export function placeOf(
  items: readonly Item[],
  current: Item | undefined,
  index: number,
  within_ms: number,
): Place {
  const found = items.findIndex((item) => item.id === current?.id)
  if (found >= 0) {
    const same = items[found]?.kind === current?.kind
    return { index: found, within_ms: same ? Math.min(within_ms, items[found]?.length_ms ?? 0) : 0 }
  }
  return { index: Math.max(0, Math.min(index, items.length - 1)), within_ms: 0 }
}
