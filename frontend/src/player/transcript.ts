/** The words beside the picture. They follow what is heard, unless the reader scrolls by themselves, and seek. */
import { make } from './elements'
import { type Item, cueAt, startOf } from './items'
import type { Playback } from './playback'
import type { Words } from './text'

const LET_READ_MS = 5000

export class Transcript {
  readonly element: HTMLElement
  private readonly list = make('ol', 'fp-lines')
  private drawn: readonly Item[] | null = null
  private marked: Element | null = null
  private current: Element | null = null
  private untouched_until = 0

  constructor(
    private readonly playback: Playback,
    words: Words,
  ) {
    this.element = make('div', 'fp-reader', {
      role: 'region',
      'aria-label': words.transcript,
      tabindex: 0,
    })
    this.element.append(this.list)
    for (const name of ['wheel', 'touchmove'] as const)
      this.element.addEventListener(name, () => (this.untouched_until = performance.now() + LET_READ_MS), {
        passive: true,
      })
  }

  update(): void {
    const { playback } = this
    if (this.drawn !== playback.items) this.draw()
    if (this.element.hidden) return
    const line = this.list.children[playback.index] ?? null
    if (line !== this.current) {
      this.current?.removeAttribute('aria-current')
      line?.setAttribute('aria-current', 'true')
      this.current = line
      this.follow(line)
    }
    this.mark(line)
  }

  private mark(line: Element | null): void {
    const { item, within_ms } = this.playback
    const cue = item && cueAt(item, within_ms)
    const at = item && cue ? item.cues.indexOf(cue) : -1
    const span = at >= 0 ? (line?.querySelectorAll('.fp-cue')[at] ?? null) : null
    if (span === this.marked) return
    this.marked?.removeAttribute('data-now')
    span?.setAttribute('data-now', '')
    this.marked = span
    this.follow(span)
  }

  private follow(target: Element | null): void {
    if (!target || performance.now() < this.untouched_until) return
    const [box, frame] = [target.getBoundingClientRect(), this.element.getBoundingClientRect()]
    if (box.top >= frame.top + 24 && box.bottom <= frame.bottom - 48) return
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    // Only this panel scrolls: a page that frames us must never jump.
    this.element.scrollTo({
      top: this.element.scrollTop + box.top - frame.top - frame.height / 3,
      behavior: calm ? 'auto' : 'smooth',
    })
  }

  private draw(): void {
    this.drawn = this.playback.items
    this.list.replaceChildren(...this.playback.items.map((item, index) => this.line(item, index)))
    this.current = this.marked = null
  }

  private line(item: Item, index: number): HTMLElement {
    const head = make(
      'button',
      'fp-line-head',
      { type: 'button', dir: 'auto' },
      item.name || item.title || '…',
    )
    head.addEventListener('click', () => this.playback.go(index))
    if (item.kind === 'card') {
      const text = item.text ? [make('p', 'fp-line-text', { dir: 'auto' }, item.text)] : []
      return make('li', `fp-line fp-line-${item.section ? 'section' : 'card'}`, {}, head, ...text)
    }
    const text = make('p', 'fp-line-text', { lang: item.language || undefined, dir: 'auto' })
    if (item.cues.length) item.cues.forEach((cue) => text.append(this.cue(item, index, cue), ' '))
    else text.append(item.text)
    return make('li', 'fp-line', {}, head, text)
  }

  private cue(_item: Item, index: number, cue: Item['cues'][number]): HTMLElement {
    const span = make('span', 'fp-cue', {}, cue.text)
    span.addEventListener('click', () => {
      if (getSelection()?.isCollapsed === false) return
      this.playback.seek(startOf(this.playback.items, index) + cue.start_ms)
    })
    return span
  }
}
