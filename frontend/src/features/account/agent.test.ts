import { expect, it } from 'vitest'
import { readAgent } from './agent'

const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'

it('sees through browsers that pose as others', () => {
  expect(readAgent(CHROME)).toEqual({ browser: 'Chrome', system: 'Linux' })
  expect(readAgent(`${CHROME} Edg/140.0`).browser).toBe('Edge')
})

it('tells a phone from the desktop it resembles', () => {
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Safari/604.1'
  expect(readAgent(iphone)).toEqual({ browser: 'Safari', system: 'iOS' })
})

it('admits what it does not know', () => {
  expect(readAgent('')).toEqual({ browser: undefined, system: undefined })
})
