/** A quote of the API as the card wants it. */
import type { Schema } from '@/api/client'
import type { Quote } from '@/components/QuoteCard'
import type { Moment } from '@/components/useMoment'
import { type Span, spansFromCodePoints } from '@/lib/spans'

export type QuoteData = Schema<'QuoteOut'>

/** `others` is how to say that more people speak in it, e.g. "Len and Rosa". */
export function cardOf(quote: QuoteData, names: (names: string[]) => string): Quote {
  const [first] = quote.speakers
  return {
    id: quote.id,
    words: quote.text,
    speaker: names(quote.speakers.map((voice) => voice.name)),
    role: quote.speakers.length === 1 ? first?.participant_role : undefined,
    interviewId: quote.interview.id,
    interviewTitle: quote.interview.title,
    heldOn: quote.interview.held_on,
    atMs: quote.start_ms,
    emotion: quote.emotion,
    intensity: quote.intensity,
    tags: quote.tags,
    language: quote.interview.language,
  }
}

/** What plays the quote in place; undefined for words that may only be read, or that play on another site. */
export function momentOf(quote: QuoteData, label: string): Moment | undefined {
  const { recording } = quote
  if (!recording?.media_url) return undefined
  return {
    key: quote.id,
    url: recording.media_url,
    startMs: recording.start_ms,
    endMs: recording.end_ms,
    hasVideo: recording.has_video,
    streamed: recording.provider === 'hls',
    label,
  }
}

/** Stretches of the server as the browser counts them. */
export function marksOf(text: string, spans: readonly { start: number; end: number }[]): Span[] {
  return spansFromCodePoints(
    text,
    spans.map(({ start, end }) => [start, end] as const),
  )
}

interface TimedWord {
  start: number
  end: number
  start_ms: number
  end_ms: number
}

/** The word that is heard at a moment, ms of the transcript; between words, the one before. */
export function wordAt(words: readonly TimedWord[], atMs: number): TimedWord | undefined {
  return words.findLast((word) => word.start_ms <= atMs)
}
