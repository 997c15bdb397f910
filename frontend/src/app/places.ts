import type { IconName } from '@/components/Icon'

interface Place {
  to: string
  icon: IconName
  label: string
  /** Where its pages lie besides its own address. */
  also?: readonly string[]
}

/** The main places, in the order of how often an employee needs them. */
export const PLACES = [
  { to: '/', icon: 'home', label: 'nav.home' },
  { to: '/search', icon: 'search', label: 'nav.search' },
  { to: '/reels', icon: 'reel', label: 'nav.reels' },
  { to: '/topics', icon: 'flag', label: 'nav.topics' },
  { to: '/projects', icon: 'project', label: 'nav.projects' },
  { to: '/interviews', icon: 'interview', label: 'nav.interviews' },
  { to: '/participants', icon: 'people', label: 'nav.participants', also: ['/consents', '/receipts'] },
  { to: '/personas', icon: 'person', label: 'nav.personas' },
  { to: '/tags', icon: 'tag', label: 'nav.tags' },
] as const satisfies readonly Place[]

/** How many of them fit on a phone's bar; the others are behind "More". */
export const ON_THE_BAR = 4

/** Whether an address lies in a place. */
export function liesIn(path: string, { to, also = [] }: Place): boolean {
  if (to === '/') return path === '/'
  return [to, ...also].some((start) => path === start || path.startsWith(`${start}/`))
}
