import { type ListState, STATES } from './states'

export interface ConsentsAsked {
  state?: ListState
  project?: string
  tab?: 'forms'
}

/** Which consents are listed; what ends soon when the address says nothing. */
export function readConsents(raw: Record<string, unknown>): ConsentsAsked {
  const state = STATES.find((name) => name === raw.state)
  return {
    ...(state ? { state } : {}),
    ...(typeof raw.project === 'string' ? { project: raw.project } : {}),
    ...(raw.tab === 'forms' ? { tab: 'forms' } : {}),
  }
}
