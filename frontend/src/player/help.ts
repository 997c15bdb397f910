/** What the keyboard does, on a sheet over the picture. */
import { make } from './elements'
import type { Words } from './text'

type Line = [keys: string[], words: string]

export class Help {
  readonly element: HTMLElement
  private readonly close: HTMLButtonElement
  private before: Element | null = null

  constructor(
    words: Words,
    private readonly changed: () => void,
  ) {
    const lines: Line[] = [
      [['Space', 'k'], words['key.toggle']],
      [['←', '→'], words['key.step']],
      [['⇧←', '⇧→', 'p', 'n'], words['key.item']],
      [['[', ']'], words['key.chapter']],
      [['Home', 'End'], words['key.ends']],
      [['c'], words['key.captions']],
      [['t'], words['key.transcript']],
      [['m'], words['key.mute']],
      [['s'], words['key.speed']],
      ...(document.fullscreenEnabled ? [[['f'], words['key.fullscreen']] satisfies Line] : []),
      [['?'], words['key.help']],
    ]
    const list = make('dl', 'fp-keys')
    for (const [keys, text] of lines)
      list.append(
        make('dt', '', {}, ...keys.map((key) => make('kbd', '', {}, key))),
        make('dd', '', {}, text),
      )
    this.close = make('button', 'fp-button fp-close', { type: 'button' }, words.close)
    this.close.addEventListener('click', () => this.toggle(false))
    this.element = make(
      'div',
      'fp-sheet',
      { role: 'dialog', 'aria-label': words.help, hidden: true },
      list,
      this.close,
    )
  }

  get opened(): boolean {
    return !this.element.hidden
  }

  toggle(open = !this.opened): void {
    if (open === this.opened) return
    if (open) this.before = document.activeElement
    this.element.hidden = !open
    if (open) this.close.focus({ preventScroll: true })
    else if (this.before instanceof HTMLElement) this.before.focus({ preventScroll: true })
    this.changed()
  }
}
