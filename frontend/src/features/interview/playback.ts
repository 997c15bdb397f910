/** A medium as something the page can follow: where it is, whether it plays, how fast. */
import { useState, useSyncExternalStore } from 'react'
import type { Medium } from '@/lib/framedMedium'

interface PlaybackState {
  playing: boolean
  waiting: boolean
  /** Transcript time, ms: the recording's own time less where the transcript begins in it. */
  atMs: number
  lengthMs: number
  rate: number
  failed: boolean
}

type Listener = () => void

const TICK_MS = 200

export class Playback {
  private media: Medium | null = null
  private listeners = new Set<Listener>()
  private frames = new Set<(ms: number) => void>()
  private frame = 0
  private waitingFor: number | null = null
  private state: PlaybackState

  constructor(
    private startsAtMs: number,
    lengthMs: number,
  ) {
    this.state = { playing: false, waiting: false, atMs: 0, lengthMs, rate: 1, failed: false }
  }

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  read = (): PlaybackState => this.state

  /** Calls back on every frame while it plays, and after each seek. */
  onFrame(listener: (ms: number) => void): () => void {
    this.frames.add(listener)
    return () => this.frames.delete(listener)
  }

  /** Takes hold of a medium; a `ref` callback. One that takes the place of another goes on where that was. */
  attach = (media: Medium | null): (() => void) | undefined => {
    if (!media) return undefined
    this.media = media
    if (this.state.failed) this.startAnew()
    const events: [string, Listener][] = [
      ['play', this.run],
      ['playing', this.publish],
      ['pause', this.publish],
      ['ended', this.publish],
      ['waiting', this.publish],
      ['seeked', this.tick],
      ['timeupdate', this.publish],
      ['ratechange', this.publish],
      ['loadedmetadata', this.ready],
      ['error', this.publish],
    ]
    for (const [name, listener] of events) media.addEventListener(name, listener)
    if (media.readyState > 0) this.ready()
    return () => {
      for (const [name, listener] of events) media.removeEventListener(name, listener)
      cancelAnimationFrame(this.frame)
      this.media = null
    }
  }

  toggle = (): void => {
    if (!this.media) return
    if (this.media.paused) void this.play()
    else this.media.pause()
  }

  play = async (): Promise<void> => {
    // A refusal (no gesture yet, or a source that failed) shows in the state; there is nothing else to do.
    await this.media?.play().catch(this.publish)
  }

  pause = (): void => this.media?.pause()

  /** Goes to a transcript time; before the recording is there, as soon as it is. */
  seek = (ms: number): void => {
    const seconds = Math.max(0, (ms + this.startsAtMs) / 1000)
    if (!this.media || this.media.readyState === 0) {
      this.waitingFor = seconds
      this.state = { ...this.state, atMs: Math.max(0, ms) }
      this.listeners.forEach((listener) => listener())
      return
    }
    this.media.currentTime = seconds
    this.tick()
  }

  setRate = (rate: number): void => {
    if (this.media) this.media.playbackRate = rate
  }

  private startAnew(): void {
    this.waitingFor ??= (this.state.atMs + this.startsAtMs) / 1000
    this.state = { ...this.state, failed: false }
    this.listeners.forEach((listener) => listener())
  }

  private ready = (): void => {
    if (this.media && this.waitingFor !== null) this.media.currentTime = this.waitingFor
    this.waitingFor = null
    this.tick()
  }

  private run = (): void => {
    cancelAnimationFrame(this.frame)
    const step = () => {
      this.emit()
      if (this.media && !this.media.paused) this.frame = requestAnimationFrame(step)
    }
    this.frame = requestAnimationFrame(step)
    this.publish()
  }

  private tick = (): void => {
    this.emit()
    this.publish()
  }

  private emit(): void {
    const ms = this.now()
    this.frames.forEach((listener) => listener(ms))
  }

  private now(): number {
    if (!this.media) return this.state.atMs
    return (this.waitingFor ?? this.media.currentTime) * 1000 - this.startsAtMs
  }

  private publish = (): void => {
    const media = this.media
    if (!media) return
    const next: PlaybackState = {
      playing: !media.paused && !media.ended,
      waiting: !media.paused && media.readyState < 3,
      atMs: Math.max(0, Math.round(this.now() / TICK_MS) * TICK_MS),
      lengthMs: Number.isFinite(media.duration)
        ? Math.max(0, media.duration * 1000 - this.startsAtMs)
        : this.state.lengthMs,
      rate: media.playbackRate,
      failed: media.error !== null,
    }
    const keys = Object.keys(next) as (keyof PlaybackState)[]
    if (keys.every((key) => next[key] === this.state[key])) return
    this.state = next
    this.listeners.forEach((listener) => listener())
  }
}

/** One playback for as long as the recording stays the same. */
export function usePlayback(startsAtMs: number, lengthMs: number): Playback {
  const [playback] = useState(() => new Playback(startsAtMs, lengthMs))
  return playback
}

export function usePlaybackState(playback: Playback): PlaybackState {
  return useSyncExternalStore(playback.subscribe, playback.read)
}
