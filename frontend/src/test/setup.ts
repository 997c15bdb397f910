import { cleanup } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

// jsdom has neither; Mantine asks for both. Newer Node also shadows jsdom's storage with an empty one of its own.
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
}))
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {
      return undefined
    }
    unobserve() {
      return undefined
    }
    disconnect() {
      return undefined
    }
  },
)
Element.prototype.scrollIntoView = () => undefined

afterEach(cleanup)
