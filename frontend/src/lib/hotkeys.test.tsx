import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { hotkeyStore, useHotkey } from './hotkeys'

function Page({ run, keys = 'g h' }: { run: () => void; keys?: string }) {
  useHotkey(keys, 'does it', 'Everywhere', run)
  return <input aria-label="words" />
}

describe('a shortcut', () => {
  it('of two keys works when they are pressed one after the other', async () => {
    const run = vi.fn()
    render(<Page run={run} />)
    await userEvent.keyboard('gh')
    expect(run).toHaveBeenCalledTimes(1)
    await userEvent.keyboard('xh')
    expect(run).toHaveBeenCalledTimes(1)
  })

  it('stays silent while something is typed, and its first key is not remembered', async () => {
    const run = vi.fn()
    render(<Page run={run} />)
    await userEvent.type(screen.getByLabelText('words'), 'g')
    await userEvent.keyboard('h')
    expect(run).not.toHaveBeenCalled()
  })

  it('with Ctrl works in a field too', async () => {
    const run = vi.fn()
    render(<Page run={run} keys="mod+Enter" />)
    await userEvent.type(screen.getByLabelText('words'), 'text{Control>}{Enter}{/Control}')
    expect(run).toHaveBeenCalledTimes(1)
  })

  it('is listed for the help as long as its page is open', () => {
    const page = render(<Page run={vi.fn()} />)
    expect(hotkeyStore.read().map(({ description }) => description)).toEqual(['does it'])
    page.unmount()
    expect(hotkeyStore.read()).toEqual([])
  })
})
