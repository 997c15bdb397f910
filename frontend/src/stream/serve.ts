/** Does what the page around the frame asks of the medium, and tells it what becomes of that. */
import { type Asked, PASSED_ON, type Told, type Trouble, isAsked } from '@/lib/streaming'

/** A stream that was opened; `play` is told before it plays for the first time. */
export interface Stream {
  willPlay: () => void
}

export type OpenStream = (
  video: HTMLVideoElement,
  url: string,
  at: number,
  onTrouble: (trouble: Trouble) => void,
) => Stream

/** Listens to the page around this window, and to nobody else. */
export function serve(
  here: Pick<Window, 'parent' | 'location' | 'addEventListener'>,
  video: HTMLVideoElement,
  open: OpenStream,
): void {
  let turn = 0
  let stream: Stream | null = null
  let trouble: Trouble | null = null

  const tell = (told: string) => {
    const message: Told = { told, turn, state: stateOf(video), trouble }
    here.parent.postMessage(message, here.location.origin)
  }
  const onTrouble = (found: Trouble) => {
    trouble = found
    tell('error')
  }
  const act = (asked: Asked) => {
    if (asked.ask === 'load') stream ??= open(video, asked.url, asked.at, onTrouble)
    else if (asked.ask === 'seek') video.currentTime = asked.at
    else if (asked.ask === 'rate') video.playbackRate = asked.rate
    else if (asked.ask === 'pause') video.pause()
    else {
      stream?.willPlay()
      // A browser that refuses leaves it paused, which the page has to hear of.
      void video.play().catch(() => tell('pause'))
    }
  }

  for (const name of PASSED_ON) video.addEventListener(name, () => tell(name))
  here.addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source !== here.parent || origin !== here.location.origin || !isAsked(data)) return
    turn = data.turn
    act(data)
    tell('timeupdate')
  })
  tell('ready')
}

function stateOf(video: HTMLVideoElement): Told['state'] {
  const { paused, ended, seeking, readyState, currentTime, duration, playbackRate } = video
  const { videoWidth, videoHeight } = video
  return {
    paused,
    ended,
    seeking,
    readyState,
    currentTime,
    duration,
    playbackRate,
    videoWidth,
    videoHeight,
  }
}
