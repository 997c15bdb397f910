import { describe, expect, it } from 'vitest'
import { only, readNext } from './address'

describe('an address', () => {
  it('brings nothing that its reader refused', () => {
    const raw = { next: '//evil.example', other: 1 }
    expect({ ...raw, ...only(readNext)(raw) }).toEqual({ next: undefined, other: undefined })
  })

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', 7])(
    'sends nobody to %s after the sign-in',
    (next) => expect(readNext({ next })).toEqual({}),
  )

  it('sends people back to the page they asked for', () => {
    expect(readNext({ next: '/search?q=price' })).toEqual({ next: '/search?q=price' })
  })
})
