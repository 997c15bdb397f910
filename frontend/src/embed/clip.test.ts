import { afterEach, describe, expect, it } from 'vitest'
import './clip'

const ADDRESS = 'https://voices.example/embed/fhe_abc'

function place(attributes: Record<string, string>): {
  element: HTMLElement
  frame: () => HTMLIFrameElement | null
} {
  const element = document.createElement('firsthand-clip')
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  document.body.append(element)
  return { element, frame: () => element.shadowRoot?.querySelector('iframe') ?? null }
}

afterEach(() => document.body.replaceChildren())

describe('<firsthand-clip>', () => {
  it.each([ADDRESS, 'https://voices.example/s/fhe_abc', 'https://voices.example/s/fhe_abc/'])(
    'shows %s in a frame that loads when it comes into view',
    (src) => {
      const frame = place({ src, title: 'Waiting' }).frame()
      expect(frame?.src).toBe(ADDRESS)
      expect(frame?.title).toBe('Waiting')
      expect(frame?.loading).toBe('lazy')
    },
  )

  it.each([
    '',
    'javascript:alert(1)',
    'https://voices.example/',
    'https://voices.example/embed/a/b',
    'data:text/html,x',
  ])('shows nothing for “%s”', (src) => {
    expect(place({ src }).frame()).toBeNull()
  })

  it('follows its attributes', () => {
    const { element, frame } = place({ src: ADDRESS, height: '300' })
    expect(frame()?.style.blockSize).toBe('300px')
    element.setAttribute('height', '50vh')
    expect(frame()?.style.blockSize).toBe('50vh')
    element.setAttribute('src', 'nonsense')
    expect(frame()).toBeNull()
  })

  it('listens to its own frame and to nobody else', () => {
    const { frame } = place({ src: ADDRESS })
    const source = frame()?.contentWindow ?? null
    const tell = (origin: string, from: MessageEventSource | null) =>
      window.dispatchEvent(
        new MessageEvent('message', {
          origin,
          source: from,
          data: { type: 'firsthand:height', height: 432 },
        }),
      )
    tell('https://evil.example', source)
    tell('https://voices.example', window)
    expect(frame()?.style.blockSize).toBe('')
    tell('https://voices.example', source)
    expect(frame()?.style.blockSize).toBe('432px')
  })
})
