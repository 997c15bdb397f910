/** Small builders of DOM. Text is set as text, never as HTML. */

type Attributes = Record<string, string | number | boolean | undefined>

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  if (name) element.className = name
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : String(value))
  element.append(...children)
  return element
}

const PATHS = {
  play: 'M8 5.3v13.4a.6.6 0 0 0 .9.5l10.7-6.7a.6.6 0 0 0 0-1L8.900 4.800a.6.6 0 0 0-.9.5z',
  pause: 'M8 5.500v13M16 5.500v13',
  again: 'M5 12a7 7 0 1 0 2.300-5.200L5 9M5 4.500V9h4.500',
  previous: 'M7 6v12M18 6.500v11L9.500 12z',
  next: 'M17 6v12M6 6.500v11l8.500-5.500z',
  captions: 'M3.500 6h17v12h-17zM10.500 10.700a2 2 0 1 0 0 2.600M17 10.700a2 2 0 1 0 0 2.600',
  transcript: 'M5 6h14M5 10h14M5 14h9M5 18h6',
  sound: 'M4.500 9.500v5h3L12 18.500v-13L7.500 9.500zM15.500 9a4 4 0 0 1 0 6M18 6.500a7.500 7.500 0 0 1 0 11',
  muted: 'M4.500 9.500v5h3L12 18.500v-13L7.500 9.500zM16 9.500l5 5M21 9.500l-5 5',
  help: 'M3.500 6.500h17v11h-17zM7 10h.01M10.300 10h.01M13.700 10h.01M17 10h.01M8 14h8',
  enlarge: 'M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5',
  shrink: 'M4 9h5V4M20 9h-5V4M4 15h5v5M20 15h-5v5',
  away: 'M13.500 4.500h6v6M19.500 4.500L11 13M17.500 14v4a1.500 1.500 0 0 1-1.500 1.500H6A1.500 1.500 0 0 1 4.500 18V8A1.500 1.500 0 0 1 6 6.500h4',
} as const
export type IconName = keyof typeof PATHS
const FILLED = new Set<IconName>(['play', 'previous', 'next'])
const SVG = 'http://www.w3.org/2000/svg'

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  const path = document.createElementNS(SVG, 'path')
  const look = {
    viewBox: '0 0 24 24',
    'aria-hidden': 'true',
    fill: FILLED.has(name) ? 'currentColor' : 'none',
    stroke: 'currentColor',
    'stroke-width': '1.8',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  }
  for (const [key, value] of Object.entries(look)) svg.setAttribute(key, value)
  path.setAttribute('d', PATHS[name])
  svg.append(path)
  return svg
}

/** A button with a drawing, named by a label that can change. */
export class Control {
  readonly element: HTMLButtonElement
  private shown = ''

  constructor(name: string, press: () => void) {
    this.element = make('button', `fp-button fp-${name}`, { type: 'button' })
    this.element.addEventListener('click', press)
  }

  show(drawing: IconName, label: string, pressed?: boolean): void {
    const state = `${drawing} ${label} ${String(pressed)}`
    if (state === this.shown) return
    this.shown = state
    this.element.replaceChildren(icon(drawing))
    this.element.setAttribute('aria-label', label)
    this.element.title = label
    if (pressed !== undefined) this.element.setAttribute('aria-pressed', String(pressed))
  }
}
