/** The states that consents are listed by. Apart from the rest, so that the router need not load it. */
export const STATES = ['ending', 'waiting', 'pending', 'granted', 'over', 'all'] as const
export type ListState = (typeof STATES)[number]
