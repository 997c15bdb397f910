import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useStaying } from '@/lib/leaving'
import { settleToasts, showToast, toastStore } from '@/lib/toasts'
import { ThemeProvider } from './theme/ThemeProvider'
import { Toasts } from './Toasts'
import { Button } from './Button'
import { useLater } from './useLater'
import { useUndo } from './useUndo'

function Page({ undo, commit }: { undo: () => void; commit?: () => Promise<void> }) {
  const undoable = useUndo()
  const later = useLater()
  const start = () =>
    commit ? later({ id: 'x', text: 'deleted', undo, commit }) : undoable({ text: 'deleted', undo })
  const there = [{ id: 'x' }].filter(useStaying()).length
  return (
    <ThemeProvider>
      <p>{there ? 'still listed' : 'not listed'}</p>
      <Button onClick={start}>Delete</Button>
      <Toasts />
    </ThemeProvider>
  )
}

beforeEach(() => settleToasts())

describe('what was done', () => {
  it('can be taken back', async () => {
    const undo = vi.fn()
    render(<Page undo={undo} />)
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }))
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
    expect(undo).toHaveBeenCalledTimes(1)
    expect(screen.queryByText('deleted')).toBeNull()
  })

  it('says so when taking back fails', async () => {
    const undo = vi.fn().mockRejectedValue(new Error('no'))
    render(<Page undo={undo} />)
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }))
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
    expect(await screen.findByText('This did not work')).toBeTruthy()
  })
})

describe('what cannot be taken back by the server', () => {
  it('is not done when Undo is pressed', async () => {
    const [undo, commit] = [vi.fn(), vi.fn().mockResolvedValue(undefined)]
    render(<Page undo={undo} commit={commit} />)
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }))
    expect(screen.getByText('not listed')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
    expect(screen.getByText('still listed')).toBeTruthy()
    act(() => settleToasts())
    expect(undo).toHaveBeenCalledTimes(1)
    expect(commit).not.toHaveBeenCalled()
  })

  it('is done once, when the offer is dismissed or the page is left', async () => {
    const [undo, commit] = [vi.fn(), vi.fn().mockResolvedValue(undefined)]
    render(<Page undo={undo} commit={commit} />)
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }))
    act(() => void window.dispatchEvent(new Event('pagehide')))
    act(() => settleToasts())
    expect(commit).toHaveBeenCalledTimes(1)
    expect(undo).not.toHaveBeenCalled()
  })

  it('comes back when doing it fails', async () => {
    const undo = vi.fn()
    render(<Page undo={undo} commit={vi.fn().mockRejectedValue(new Error('no'))} />)
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }))
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(undo).toHaveBeenCalledTimes(1)
    expect(await screen.findByText('still listed')).toBeTruthy()
  })

  it('is done too when newer messages push it out', () => {
    const onGone = vi.fn()
    showToast({ text: 'first', onGone })
    for (const text of ['a', 'b', 'c']) showToast({ text })
    expect(onGone).toHaveBeenCalledTimes(1)
    expect(toastStore.read().map((toast) => toast.text)).toEqual(['a', 'b', 'c'])
  })
})
