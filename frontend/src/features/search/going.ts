/** Going from one search to the next, so that Back leads to what one looked at, not to what one typed on the way. */
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { SearchParams } from './params'

/** Typing and sliding go through stages; a choice is made at once. */
type By = 'words' | 'ratio' | 'choice'

/** Whoever pauses as long as this has looked at the answers. */
export const LOOKED_AT_MS = 2500

let last: { by: By; at: number } = { by: 'choice', at: 0 }

/** Whether a change only goes on with the one just before. */
export function goesOn(by: By, at: number): boolean {
  const on = by !== 'choice' && last.by === by && at - last.at < LOOKED_AT_MS
  last = { by, at }
  return on
}

export function useGo(): (search: SearchParams, by?: By) => void {
  const navigate = useNavigate()
  const router = useRouter()
  return useCallback(
    (search, by = 'choice') => {
      const on = goesOn(by, Date.now())
      void navigate({
        to: '/search',
        search,
        // The page one came from is a place to go back to.
        replace: on && router.state.location.pathname === '/search',
        // Whoever ticks stays where the ticks are.
        resetScroll: by === 'words',
      })
    },
    [navigate, router],
  )
}
