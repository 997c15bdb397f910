/** The picture: two media elements, the drawing for mere voices, words and cards, captions, the name of who speaks. */
import { make, icon } from './elements'
import { type Item, bars, cueAt, levelAt } from './items'
import type { Playback } from './playback'
import type { Words } from './text'

const BARS = 56

export class Stage {
  readonly element: HTMLElement
  readonly videos: [HTMLVideoElement, HTMLVideoElement]
  private readonly voice = make('div', 'fp-voice', { 'aria-hidden': true })
  private readonly page = make('div', 'fp-page')
  private readonly who = make('div', 'fp-who')
  private readonly caption = make('div', 'fp-caption', { 'aria-live': 'off' })
  private drawn = ''
  private paged = ''
  private named = ''
  private captioned = ''
  private level = 1

  constructor(private readonly words: Words) {
    this.videos = [make('video', 'fp-video'), make('video', 'fp-video')]
    for (const video of this.videos) video.tabIndex = -1
    this.element = make('div', 'fp-stage', {}, ...this.videos, this.voice, this.page, this.who, this.caption)
  }

  update(playback: Playback, captions: boolean): void {
    const { item } = playback
    const heard = playback.isHeard
    this.element.dataset.kind = item ? (heard ? (item.has_video ? 'video' : 'audio') : item.kind) : 'none'
    this.element.toggleAttribute('data-waiting', playback.waiting && playback.playing)
    this.drawVoice(item && heard && !item.has_video ? item : null, playback.within_ms)
    this.drawPage(item && !heard ? item : null)
    this.name(item && heard && item.lower_third !== false ? item : null)
    const captioned = item && heard && captions && item.captions !== false
    const cue = captioned ? cueAt(item, playback.within_ms) : undefined
    this.say(cue ? cue.text : '', item?.language ?? '')
    this.fade(item && playback.begun ? levelAt(item, playback.within_ms) : 1)
  }

  private fade(level: number): void {
    if (level === this.level) return
    this.level = level
    this.element.style.setProperty('--fp-level', level.toFixed(3))
  }

  private drawVoice(item: Item | null, within_ms: number): void {
    this.voice.hidden = item === null
    if (!item) return
    const state = `${item.id} ${item.peaks?.length ?? 0} ${item.from_ms} ${item.length_ms}`
    if (this.drawn !== state) {
      this.drawn = state
      const drawing = bars(item, BARS).map((height) => {
        const bar = make('i', '')
        bar.style.setProperty('--h', height.toFixed(3))
        return bar
      })
      this.voice.replaceChildren(...drawing)
    }
    const reached = (within_ms / Math.max(1, item.length_ms)) * BARS
    for (const [at, bar] of [...this.voice.children].entries())
      bar.toggleAttribute('data-heard', at < reached)
  }

  private drawPage(item: Item | null): void {
    this.page.hidden = item === null
    const state = item ? `${item.id} ${item.kind} ${item.text} ${item.title} ${item.note ?? ''}` : ''
    if (state === this.paged || !item) {
      this.paged = state
      return
    }
    this.paged = state
    this.page.replaceChildren(...(item.kind === 'card' ? this.card(item) : this.read(item)))
    this.page.toggleAttribute('data-section', item.section === true)
    this.page.scrollTop = 0
  }

  private card(item: Item): Node[] {
    const lines = [make('p', 'fp-card-title', { dir: 'auto' }, item.title)]
    if (item.text) lines.push(make('p', 'fp-card-text', { dir: 'auto' }, item.text))
    return lines
  }

  private read(item: Item): Node[] {
    const size = item.text.length < 110 ? 'short' : item.text.length < 260 ? 'middle' : 'long'
    const quote = make('blockquote', 'fp-words', { 'data-size': size, lang: item.language, dir: 'auto' })
    quote.textContent = item.text
    const parts: Node[] = [
      quote,
      make('p', 'fp-by', { dir: 'auto' }, [item.name, item.role].filter(Boolean).join(' · ')),
    ]
    if (item.kind === 'wait') parts.push(make('p', 'fp-note fp-preparing', {}, this.words.preparing))
    else if (item.kind === 'clip') parts.push(make('p', 'fp-note', {}, this.words.failed))
    else if (item.note) parts.push(make('p', 'fp-note', {}, item.note))
    if (item.kind === 'link' && item.url) {
      const link = make('a', 'fp-away', { href: item.url, target: '_blank', rel: 'noopener noreferrer' })
      link.append(this.words.elsewhere, icon('away'))
      parts.push(link)
    }
    return parts
  }

  private name(item: Item | null): void {
    const state = item ? `${item.name}\n${item.role}` : ''
    if (state === this.named) return
    this.named = state
    const parts = [make('b', '', { dir: 'auto' }, item?.name ?? '')]
    if (item?.role) parts.push(make('span', '', { dir: 'auto' }, item.role))
    this.who.replaceChildren(...parts)
    this.who.hidden = !item?.name
  }

  private say(text: string, language: string): void {
    if (text === this.captioned) return
    this.captioned = text
    this.caption.hidden = !text
    this.caption.replaceChildren(make('span', '', { lang: language || undefined, dir: 'auto' }, text))
  }
}
