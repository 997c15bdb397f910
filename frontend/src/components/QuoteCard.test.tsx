import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { renderPage } from '@/test/render'
import { EmotionMark } from './EmotionMark'
import { FacetList } from './FacetList'
import { type Quote, QuoteCard } from './QuoteCard'
import { Tabs } from './Tabs'

const QUOTE: Quote = {
  id: 'h-1',
  words: 'I pressed it three times.',
  speaker: 'Marigold',
  role: 'Night nurse',
  interviewId: 'i-1',
  interviewTitle: 'On the go',
  heldOn: '2026-03-12',
  atMs: 187_000,
  emotion: 'frustrated',
  intensity: 4,
  tags: [{ id: 't', name: 'checkout', colour: 'rust' }],
}

describe('a quote card', () => {
  it('says whose words they are, and where and when they were said', async () => {
    await renderPage(<QuoteCard quote={QUOTE} />)
    const card = within(screen.getByRole('article'))
    expect(card.getByText('Marigold').textContent).toBe('Marigold · Night nurse')
    const link = card.getByRole('link', { name: 'On the go' })
    expect(link.getAttribute('href')).toBe('/quotes/h-1')
    expect(link.parentElement?.textContent).toBe('On the go · Mar 12, 2026 · 3:07')
    expect(card.getByText('checkout')).toBeTruthy()
  })

  it('marks what was found without changing a letter', async () => {
    await renderPage(<QuoteCard quote={QUOTE} marks={[[2, 9]]} />)
    const words = screen.getByText('pressed')
    expect(words.tagName).toBe('MARK')
    expect(words.closest('blockquote')?.textContent).toBe(QUOTE.words)
  })

  it('offers to play and to tick only where that is possible', async () => {
    const onChange = vi.fn()
    const { unmount } = await renderPage(<QuoteCard quote={QUOTE} />)
    expect(screen.queryByRole('button', { name: /Play/ })).toBeNull()
    expect(screen.queryByRole('checkbox')).toBeNull()
    unmount()
    await renderPage(
      <QuoteCard
        quote={QUOTE}
        play={{ playing: false, onToggle: vi.fn() }}
        select={{ selected: false, onChange }}
      />,
    )
    expect(screen.getByRole('button', { name: 'Play Marigold' })).toBeTruthy()
    await userEvent.click(screen.getByRole('checkbox', { name: /Marigold/ }))
    expect(onChange).toHaveBeenCalledWith(true)
  })
})

describe('an emotion', () => {
  it('is said in full to those who do not see its colour', async () => {
    await renderPage(<EmotionMark emotion="disappointed" intensity={2} />)
    expect(screen.getByText('disappointed: negative, intensity 2 of 5')).toBeTruthy()
  })

  it('claims no intensity that nobody weighed', async () => {
    await renderPage(<EmotionMark emotion="grateful" />)
    expect(screen.getByText('grateful: very positive')).toBeTruthy()
  })
})

describe('a facet', () => {
  const entries = Array.from({ length: 9 }, (_, index) => ({
    value: `v${index}`,
    label: `Value ${index}`,
    count: 9 - index,
  }))

  it('shows the first values and every chosen one', async () => {
    await renderPage(<FacetList title="Tags" entries={entries} chosen={['v8']} onChange={vi.fn()} most={3} />)
    expect(screen.getAllByRole('checkbox').length).toBe(4)
    expect(screen.getByRole('checkbox', { name: /Value 8/ })).toHaveProperty('checked', true)
    await userEvent.click(screen.getByRole('button', { name: '5 more' }))
    expect(screen.getAllByRole('checkbox').length).toBe(9)
  })

  it('adds to and takes from what is chosen', async () => {
    const onChange = vi.fn()
    await renderPage(<FacetList title="Tags" entries={entries} chosen={['v1']} onChange={onChange} />)
    await userEvent.click(screen.getByRole('checkbox', { name: /Value 0/ }))
    expect(onChange).toHaveBeenLastCalledWith(['v1', 'v0'])
    await userEvent.click(screen.getByRole('checkbox', { name: /Value 1/ }))
    expect(onChange).toHaveBeenLastCalledWith([])
  })
})

describe('tabs', () => {
  it('move with the arrow keys, around the ends too', async () => {
    const onChange = vi.fn()
    const tabs = [
      { value: 'a', label: 'Interviews' },
      { value: 'b', label: 'About' },
    ] as const
    await renderPage(
      <Tabs label="Parts" value="b" tabs={tabs} onChange={onChange}>
        text
      </Tabs>,
    )
    screen.getByRole('tab', { name: 'About' }).focus()
    await userEvent.keyboard('{ArrowRight}')
    expect(onChange).toHaveBeenCalledWith('a')
    expect(document.activeElement?.textContent).toBe('Interviews')
  })
})
