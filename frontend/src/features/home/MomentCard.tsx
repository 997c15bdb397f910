import type { Schema } from '@/api/client'
import { type Quote, QuoteCard } from '@/components/QuoteCard'
import { type Moment, useMoment } from '@/components/useMoment'

export type RecentQuote = Schema<'QuoteOut'>

/** What the card shows of a quote. Who speaks first speaks for it; the others are in the words. */
export function cardOf(quote: RecentQuote): Quote {
  const voice = quote.speakers.find(({ role }) => role === 'participant') ?? quote.speakers[0]
  return {
    id: quote.id,
    words: quote.text,
    speaker: voice?.name ?? '',
    role: voice?.participant_role,
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

/** The stretch of the recording that plays a quote; nothing where only the words may be shown, or a site plays it. */
export function momentOf({ id, recording, speakers, interview }: RecentQuote): Moment | undefined {
  if (!recording?.media_url) return undefined
  const label = speakers[0]?.name ?? interview.title
  const { media_url: url, start_ms: startMs, end_ms: endMs, has_video: hasVideo } = recording
  return { key: id, url, startMs, endMs, hasVideo, label }
}

/** A quote that plays where it stands. */
export function MomentCard({ quote, size }: { quote: RecentQuote; size?: 'md' | 'lg' }) {
  const state = useMoment(momentOf(quote))
  return (
    <QuoteCard quote={cardOf(quote)} play={state?.play} size={size}>
      {state?.media}
    </QuoteCard>
  )
}
