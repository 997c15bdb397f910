/** Opens a stream by hls.js. The full build: sound in a playlist of its own, as many hosts have it, is not in the light one. */
import Hls, { type ErrorData, ErrorTypes, Events } from 'hls.js'
import type { Trouble } from '@/lib/streaming'
import type { Stream } from './serve'

/** Seconds loaded ahead: before anybody listens as little as makes the length known, then what is usual. */
const BEFORE_S = 1
const AHEAD_S = 30

export function openStream(
  video: HTMLVideoElement,
  url: string,
  at: number,
  onTrouble: (trouble: Trouble) => void,
): Stream {
  if (!Hls.isSupported()) {
    onTrouble('unplayable')
    return { willPlay: () => undefined }
  }
  const hls = new Hls({
    startPosition: at,
    maxBufferLength: BEFORE_S,
    maxMaxBufferLength: BEFORE_S,
    capLevelToPlayerSize: true,
    // A worker would be one more thing for the policy to allow.
    enableWorker: false,
  })
  let recovered = false
  hls.on(Events.ERROR, (_name, data) => {
    if (!data.fatal) return
    if (data.type === ErrorTypes.MEDIA_ERROR && !recovered) {
      recovered = true
      hls.recoverMediaError()
      return
    }
    hls.destroy()
    onTrouble(troubleOf(data))
  })
  hls.loadSource(url)
  hls.attachMedia(video)
  return {
    willPlay: () => {
      hls.config.maxBufferLength = AHEAD_S
      hls.config.maxMaxBufferLength = AHEAD_S * 2
    },
  }
}

/** An answer that may not be read has no status: the browser does not even say that there was one. */
export function troubleOf({ type, response }: Pick<ErrorData, 'type' | 'response'>): Trouble {
  if (type !== ErrorTypes.NETWORK_ERROR) return 'unplayable'
  const status = response?.code ?? 0
  if (status >= 400) return 'missing'
  return status === 0 ? 'refused' : 'unplayable'
}
