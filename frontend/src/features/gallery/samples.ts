import type { Quote } from '@/components/QuoteCard'

/** Content, not interface: customers' words stay in the language they were said in. */
export const QUOTES: [Quote, Quote, Quote] = [
  {
    id: 'sample-1',
    words:
      'I pressed the button three times because nothing happened. And then I had ordered three of them, and I just sat there in the car park and laughed, because what else do you do.',
    speaker: 'Marigold',
    role: 'Night nurse, two children',
    interviewId: 'sample',
    interviewTitle: 'Ordering on the go',
    heldOn: '2026-03-12',
    atMs: 187_000,
    emotion: 'frustrated',
    intensity: 4,
    language: 'en',
    tags: [
      { id: '1', name: 'checkout', colour: 'rust' },
      { id: '2', name: 'no feedback', colour: 'plum' },
    ],
  },
  {
    id: 'sample-2',
    words: 'Da hat zum ersten Mal jemand zurückgerufen. Einfach so. Ich habe mich richtig gefreut.',
    speaker: 'Herr Linde',
    role: 'Rentner, Bremen',
    interviewId: 'sample',
    interviewTitle: 'Nach dem Anruf',
    heldOn: '2026-02-03',
    atMs: 3_754_000,
    emotion: 'grateful',
    intensity: 5,
    language: 'de',
    tags: [{ id: '3', name: 'callback', colour: 'teal' }],
  },
  {
    id: 'sample-3',
    words: 'It was fine, I suppose.',
    speaker: 'Speaker 2',
    interviewId: 'sample',
    interviewTitle: 'Store walk, Tuesday',
    language: 'en',
  },
]
