/**
 * What a page and the frame that plays a stream for it say to each other. The frame has no origin of its own
 * (`sandbox="allow-scripts"`), and its page alone may ask any host for media: see `stream_policy` of the server.
 */

/** Why a stream does not play: its host does not let us read it, has it no more, or it is nothing that browsers play. */
export type Trouble = 'refused' | 'missing' | 'unplayable'

/** What the page asks for; `turn` counts what was asked, so that answers to something older are known as such. */
export type Asked = { turn: number } & (
  | { ask: 'load'; url: string; at: number }
  | { ask: 'play' }
  | { ask: 'pause' }
  | { ask: 'seek'; at: number }
  | { ask: 'rate'; rate: number }
)

/** How the medium in the frame is, by the names of HTMLMediaElement; times in seconds. */
export interface MediumState {
  paused: boolean
  ended: boolean
  seeking: boolean
  readyState: number
  currentTime: number
  duration: number
  playbackRate: number
  videoWidth: number
  videoHeight: number
}

/** What the frame tells: an event of its medium, or that it is there to be asked. */
export interface Told {
  told: string
  turn: number
  state: MediumState
  trouble: Trouble | null
}

/** The events of the medium that the frame passes on. */
export const PASSED_ON = [
  'play',
  'playing',
  'pause',
  'ended',
  'waiting',
  'canplay',
  'seeking',
  'seeked',
  'timeupdate',
  'ratechange',
  'durationchange',
  'loadedmetadata',
  'resize',
] as const

export function isTold(data: unknown): data is Told {
  return typeof data === 'object' && data !== null && 'told' in data && 'state' in data
}

export function isAsked(data: unknown): data is Asked {
  return typeof data === 'object' && data !== null && 'ask' in data && 'turn' in data
}
