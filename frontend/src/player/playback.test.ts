import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Item, mediaOf } from './items'
import { type Deck, type Hooks, Playback, placeOf } from './playback'
import { item } from './samples'

/** A deck whose media plays exactly as fast as the clock below. */
class ClockDeck implements Deck {
  item: Item | null = null
  at = 0
  playing = false
  shown = false
  rate = 1
  volume = 1
  /** How long it takes to begin. */
  slow = 0
  starving = false
  refuses: Error | null = null

  load(next: Item, at_ms: number) {
    this.item = next
    this.at = at_ms
    this.playing = false
  }
  play() {
    this.playing = this.refuses === null
    return this.refuses ? Promise.reject(this.refuses) : Promise.resolve()
  }
  pause() {
    this.playing = false
  }
  time() {
    return this.at
  }
  setRate(rate: number) {
    this.rate = rate
  }
  setVolume(volume: number) {
    this.volume = volume
  }
  starves() {
    return this.starving
  }
  reveal(shown: () => void) {
    this.shown = true
    shown()
  }
  hide() {
    this.shown = false
  }
  unload() {
    this.item = null
    this.shown = false
  }
  holds() {
    return this.item && mediaOf(this.item)
  }
}

const clips = [
  item('a', { from_ms: 5000 }),
  item('card', { kind: 'card', length_ms: 600 }),
  item('b'),
  item('c', { length_ms: 2000 }),
]

let decks: [ClockDeck, ClockDeck]
let clock: number
let changed: ReturnType<typeof vi.fn<() => void>>

function playback(items: readonly Item[] = clips, hooks: Partial<Hooks> = {}): Playback {
  return new Playback(items, decks, { changed, now: () => clock, ...hooks })
}

/** Lets time pass in small steps, as a browser's frames do. */
function pass(player: Playback, ms: number) {
  for (let left = ms; left > 0; left -= 10) {
    clock += 10
    for (const deck of decks) if (deck.playing && (deck.slow -= 10) < 0) deck.at += 10 * deck.rate
    player.tick()
  }
}

beforeEach(() => {
  decks = [new ClockDeck(), new ClockDeck()]
  clock = 0
  changed = vi.fn<() => void>()
})

const held = () => decks.map((deck) => deck.item?.id)
const heard = () => decks.filter((deck) => deck.playing).map((deck) => deck.item?.id)

describe('playing a reel', () => {
  it('has the first clip and the next one ready before anybody presses play', () => {
    playback()
    expect(held()).toEqual(['a', 'b'])
    expect(decks[0].at).toBe(5000)
    expect(heard()).toEqual([])
  })

  it('plays one after the other to the end, one deck at a time', () => {
    const player = playback()
    const order: string[] = []
    player.play()
    for (let step = 0; step < 60 && player.playing; step += 1) {
      pass(player, 100)
      expect(heard().length).toBeLessThanOrEqual(1)
      if (player.item && order.at(-1) !== player.item.id) order.push(player.item.id)
    }
    expect(order).toEqual(['a', 'card', 'b', 'c'])
    expect([player.ended, player.playing, player.at_ms]).toEqual([true, false, 4600])
    expect(heard()).toEqual([])
  })

  it('stops a clip before the word after it', () => {
    const player = playback()
    player.play()
    pass(player, 990)
    expect(decks[0].at).toBeLessThanOrEqual(6000)
    expect([player.item?.id, decks[0].playing]).toEqual(['card', false])
  })

  it('swaps to the deck that has the next clip ready, and loads the one after on the other', () => {
    const player = playback([item('a'), item('b'), item('c')])
    player.play()
    pass(player, 1000)
    expect(heard()).toEqual(['b'])
    expect(held()).toEqual(['c', 'b'])
    expect(decks.map((deck) => deck.shown)).toEqual([false, true])
  })

  it('plays on by itself when the media ends before its time', () => {
    const player = playback()
    player.play()
    player.deckEnded(decks[1])
    expect(player.item?.id).toBe('a')
    player.deckEnded(decks[0])
    expect(player.item?.id).toBe('card')
  })

  it('starts over after the end', () => {
    const player = playback([item('a')])
    player.play()
    pass(player, 1100)
    expect(player.ended).toBe(true)
    player.play()
    expect([player.ended, player.at_ms, player.playing]).toEqual([false, 0, true])
  })

  it('tells once that somebody began', () => {
    const started = vi.fn()
    const player = playback(clips, { started })
    player.play()
    player.pause()
    player.play()
    expect(started).toHaveBeenCalledTimes(1)
  })

  it('waits for a gesture when the browser asks for one', async () => {
    decks[0].refuses = new DOMException('no', 'NotAllowedError')
    const player = playback()
    player.play()
    await vi.waitFor(() => expect(player.playing).toBe(false))
  })

  it('keeps its speed from clip to clip, and for what is read', () => {
    const player = playback()
    player.setRate(2)
    player.play()
    pass(player, 500)
    expect(player.item?.id).toBe('card')
    pass(player, 310)
    expect([player.item?.id, decks.every((deck) => deck.rate === 2)]).toEqual(['b', true])
  })

  it('stands still while paused', () => {
    const player = playback()
    player.go(1)
    player.play()
    pass(player, 200)
    player.toggle()
    pass(player, 5000)
    expect(player.at_ms).toBe(1200)
  })
})

describe('moving in a reel', () => {
  it('seeks across items and keeps playing', () => {
    const player = playback()
    player.play()
    player.seek(2000)
    expect([player.item?.id, player.within_ms, heard()]).toEqual(['b', 400, ['b']])
    player.seek(99_999)
    expect(player.item?.id).toBe('c')
  })

  it('does not play what was only looked for', () => {
    const player = playback()
    player.seek(2000)
    expect(heard()).toEqual([])
  })

  it('goes to the next, and back to the start before the one before', () => {
    const player = playback()
    player.next()
    player.next()
    expect(player.item?.id).toBe('b')
    player.go(3, 2500)
    player.previous()
    expect([player.item?.id, player.within_ms]).toEqual(['c', 0])
    player.previous()
    expect(player.item?.id).toBe('b')
    player.go(99)
    player.go(-1)
    expect(player.item?.id).toBe('b')
  })
})

describe('a reel that changes while it plays', () => {
  it('plays on when only the signatures are new', () => {
    const player = playback()
    player.play()
    pass(player, 300)
    player.replace(clips.map((one) => ({ ...one, url: `${one.url}?exp=2&sig=b` })))
    expect([player.item?.id, heard()]).toEqual(['a', ['a']])
    expect(decks[0].at).toBe(5300)
  })

  it('follows a clip to its new place', () => {
    const player = playback()
    player.play()
    pass(player, 300)
    player.replace([...clips.slice(1), clips[0] as Item])
    expect([player.index, player.item?.id, heard()]).toEqual([3, 'a', ['a']])
  })

  it('goes on with what took the place of somebody who withdrew', () => {
    const player = playback([item('a'), item('b'), item('c')])
    player.play()
    pass(player, 1200)
    player.replace([item('a'), item('c')])
    expect([player.item?.id, player.within_ms, heard()]).toEqual(['c', 0, ['c']])
  })

  it('falls silent when nothing is left', () => {
    const player = playback()
    player.play()
    player.replace([])
    expect([player.item, player.playing, player.at_ms, heard()]).toEqual([undefined, false, 0, []])
    player.play()
    expect(player.playing).toBe(false)
  })

  it('begins a clip that has become ready from its start', () => {
    const waiting = item('a', { kind: 'wait', url: null, length_ms: 4000 })
    const player = playback([waiting])
    player.play()
    pass(player, 500)
    player.replace([item('a')])
    expect([player.within_ms, heard()]).toEqual([0, ['a']])
  })

  it('finds where to go on', () => {
    expect(placeOf([item('b')], item('a'), 3, 500)).toEqual({ index: 0, within_ms: 0 })
    expect(placeOf([item('b'), item('a')], item('a'), 0, 5000)).toEqual({ index: 1, within_ms: 1000 })
  })
})

describe('media that refuses', () => {
  it('asks for new addresses once and plays on from where it was', async () => {
    const fresh = clips.map((one) => ({ ...one, url: `${one.url}?exp=2&sig=b` }))
    const refresh = vi.fn(() => Promise.resolve(fresh))
    const player = playback(clips, { refresh })
    player.play()
    pass(player, 300)
    await player.deckFailed(decks[0], 'a')
    expect(refresh).toHaveBeenCalledTimes(1)
    expect([player.item?.id, player.within_ms, heard()]).toEqual(['a', 300, ['a']])
  })

  it('shows the words when asking again does not help, and goes on', async () => {
    const refresh = vi.fn(() => Promise.resolve([...clips]))
    const player = playback(clips, { refresh })
    player.play()
    await player.deckFailed(decks[0], 'a')
    await player.deckFailed(decks[1], 'a')
    expect(refresh).toHaveBeenCalledTimes(1)
    expect([player.isHeard, player.item?.id]).toEqual([false, 'a'])
    pass(player, 1100)
    expect(player.item?.id).toBe('card')
  })

  it('survives a refresh that fails or is not there', async () => {
    const player = playback(clips, { refresh: () => Promise.reject(new Error('offline')) })
    player.play()
    await player.deckFailed(decks[0], 'a')
    expect(player.isHeard).toBe(false)
    const other = playback()
    await other.deckFailed(decks[1], 'b')
    expect(other.item?.id).toBe('a')
  })

  it('says when it waits for the media, of the clip that plays only', () => {
    const player = playback()
    player.deckWaits(decks[1], true)
    expect(player.waiting).toBe(false)
    player.deckWaits(decks[0], true)
    expect(player.waiting).toBe(true)
    player.go(1)
    expect(player.waiting).toBe(false)
  })
})

describe('the change from clip to clip', () => {
  const far = [item('a', { from_ms: 5000 }), item('b', { from_ms: 9000 })]

  it('has the next clip running by then, unseen and unheard until its beginning', () => {
    const player = playback(far)
    player.play()
    pass(player, 900)
    expect(heard()).toEqual(['a', 'b'])
    expect([decks[1].volume, decks[1].shown]).toEqual([0, false])
    pass(player, 200)
    expect(heard()).toEqual(['b'])
    expect([player.index, decks[1].volume, decks[1].shown]).toEqual([1, 1, true])
    expect(decks[1].at).toBeGreaterThanOrEqual(9000)
    expect(decks[1].at).toBeLessThan(9150)
  })

  it('tells how long the change took, of clips only', () => {
    const swapped = vi.fn<(ms: number) => void>()
    const player = playback(clips, { swapped })
    player.play()
    pass(player, 3000)
    expect(swapped).toHaveBeenCalledTimes(2)
    expect(Math.max(...swapped.mock.calls.map(([ms]) => ms))).toBeLessThan(40)
  })

  it('never shows or plays what lies before a clip that was late to begin', () => {
    const player = playback(far)
    player.play()
    decks[1].slow = 100
    for (let step = 0; step < 130; step += 1) {
      pass(player, 10)
      if (decks[1].playing && decks[1].at < 9000)
        expect([decks[1].shown, decks[1].volume]).toEqual([false, 0])
    }
    expect([player.index, decks[1].shown]).toEqual([1, true])
    expect(player.within_ms).toBeGreaterThan(0)
  })

  it.each([0, 60, 150])('is there on time though the media took %i ms longer to begin', (slow) => {
    const swapped = vi.fn<(ms: number) => void>()
    const player = playback(far, { swapped })
    player.play()
    decks[1].slow = slow
    pass(player, 1200)
    expect(player.index).toBe(1)
    expect(swapped.mock.calls.flat().every((ms) => ms <= 30)).toBe(true)
    expect(decks[1].rate).toBe(1)
    // Nothing of its beginning was passed over.
    expect(player.within_ms).toBeLessThan(1200 - 988 + 20)
  })

  it('waits for the reader who pauses during the run-up, at the place where it began', () => {
    const player = playback(far)
    player.play()
    pass(player, 900)
    player.pause()
    expect(heard()).toEqual([])
    expect(decks[1].at).toBe(8600)
    player.play()
    pass(player, 200)
    expect(heard()).toEqual(['b'])
  })

  it('begins a clip at its beginning again that somebody came back to', () => {
    const player = playback(far)
    player.play()
    pass(player, 1400)
    player.go(0)
    pass(player, 900)
    expect(decks[1].at).toBeLessThan(9000)
    pass(player, 150)
    expect([player.index, heard()]).toEqual([1, ['b']])
  })
})

describe('trouble', () => {
  it('gives up a clip that never comes, and reads it, and goes on', async () => {
    const player = playback([item('a', { length_ms: 500 }), item('b')])
    player.play()
    decks[0].starving = true
    decks[0].playing = false
    pass(player, 12_100)
    await Promise.resolve()
    await Promise.resolve()
    expect(player.isHeard).toBe(false)
    pass(player, 510)
    expect(heard()).toEqual(['b'])
  })

  it('does not give up a clip that only rests', () => {
    const player = playback([item('a')])
    player.play()
    pass(player, 200)
    player.pause()
    decks[0].starving = true
    clock += 60_000
    player.tick()
    expect(player.isHeard).toBe(true)
  })

  it('rests when the browser stops the media, but not for the deck that is not heard', () => {
    const player = playback([item('a'), item('b')])
    player.play()
    player.deckPaused(decks[1])
    expect(player.playing).toBe(true)
    player.deckPaused(decks[0])
    expect(player.playing).toBe(false)
  })
})

describe('loudness', () => {
  it('fades in and out, and is evened', () => {
    const player = playback([item('a', { fade_in_ms: 200, fade_out_ms: 200, gain_db: -20 })])
    expect(decks[0].volume).toBe(0)
    player.play()
    pass(player, 500)
    expect(decks[0].volume).toBeCloseTo(0.1)
    pass(player, 400)
    expect(decks[0].volume).toBeCloseTo(0.05)
  })
})
