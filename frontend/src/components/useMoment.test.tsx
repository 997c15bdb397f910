import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { setPlaying } from '@/lib/playing'
import { renderPage } from '@/test/render'
import { PlayButton } from './PlayButton'
import { type Moment, progressOf, useMoment } from './useMoment'

const FIRST: Moment = { key: 'a', url: '/a.opus', startMs: 3000, endMs: 9000, hasVideo: false, label: 'Iris' }
const SECOND: Moment = { ...FIRST, key: 'b', url: '/b.opus', label: 'Len' }

function Playing({ moment }: { moment: Moment }) {
  const state = useMoment(moment)
  return (
    <>
      {state && <PlayButton {...state.play} what={moment.label} />}
      {state?.media}
    </>
  )
}

const sound = (label: string) => screen.getByLabelText<HTMLAudioElement>(label)

// jsdom plays nothing; what it is asked to do is what counts here.
const pause = vi.spyOn(HTMLMediaElement.prototype, 'pause')
beforeEach(() => {
  setPlaying(null)
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue()
  pause.mockReset().mockReturnValue()
})

describe('a moment', () => {
  it('loads nothing before it is asked to play', async () => {
    await renderPage(<Playing moment={FIRST} />)
    expect(screen.queryByLabelText('Iris')).toBeNull()
  })

  it('begins where it was said', async () => {
    await renderPage(<Playing moment={FIRST} />)
    await userEvent.click(screen.getByRole('button', { name: 'Play Iris' }))
    expect(sound('Iris').currentTime).toBe(3)
    expect(screen.getByRole('button', { name: 'Pause Iris' })).toBeTruthy()
  })

  it('falls silent when another begins', async () => {
    await renderPage(
      <>
        <Playing moment={FIRST} />
        <Playing moment={SECOND} />
      </>,
    )
    await userEvent.click(screen.getByRole('button', { name: 'Play Iris' }))
    await userEvent.click(screen.getByRole('button', { name: 'Play Len' }))
    expect(screen.getByRole('button', { name: 'Play Iris' })).toBeTruthy()
    expect(pause.mock.contexts).toContain(sound('Iris'))
  })

  it('goes on from where it was paused', async () => {
    await renderPage(<Playing moment={FIRST} />)
    await userEvent.click(screen.getByRole('button', { name: 'Play Iris' }))
    sound('Iris').currentTime = 5
    await userEvent.click(screen.getByRole('button', { name: 'Pause Iris' }))
    await userEvent.click(screen.getByRole('button', { name: 'Play Iris' }))
    expect(sound('Iris').currentTime).toBe(5)
  })

  it('is measured by its own length, not by the recording’s', () => {
    expect(progressOf(FIRST, 6000, 3600)).toBe(0.5)
    expect(progressOf(FIRST, 0, 3600)).toBe(0)
    expect(progressOf({ startMs: 0, endMs: null }, 30_000, 60)).toBe(0.5)
  })
})
