import { describe, expect, it } from 'vitest'
import { originOf, readSites } from './sites'

describe('sites as they are typed', () => {
  it.each([
    ['https://Wiki.Example/page?x', 'https://wiki.example'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['https://wiki.example:443', 'https://wiki.example'],
    ['http://[::1]:8080/', 'http://[::1]:8080'],
  ])('%s is the site %s', (text, origin) => {
    expect(originOf(text)).toBe(origin)
  })

  it.each([
    'wiki.example',
    '*',
    'https://*.example',
    'ftp://x.example',
    'https://',
    'https://a b',
    'https://u:p@a.example',
  ])('%s is none', (text) => {
    expect(originOf(text)).toBeNull()
  })

  it('reads one per line, each once, and names the first that is wrong', () => {
    expect(readSites('https://a.example\n\nhttps://A.example/x\nwiki\nhttps://b.example')).toEqual({
      origins: ['https://a.example', 'https://b.example'],
      wrong: 'wiki',
    })
  })
})
