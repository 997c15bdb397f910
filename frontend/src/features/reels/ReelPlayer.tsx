import { type Ref, useEffect, useImperativeHandle, useMemo, useRef } from 'react'
import { useLocale, useText } from '@/lib/i18n'
import { type Item, type Player, createPlayer } from '@/player'
import type { Reel, ReelItem } from './api'
import { messages } from './messages'
import { playableItems } from './playing'
import { rememberRate, rememberedRate } from './rate'
import styles from './ReelPlayer.module.css'
import { useVoices } from './waveform'

export interface ReelPlayerHandle {
  playItem: (id: string) => void
}

/** As much of a reel as plays: also one that nobody saved. */
export type Played = Pick<Reel, 'items' | 'title'> &
  Partial<Pick<Reel, 'captions' | 'lower_thirds' | 'transition'>>

/** As many as the player draws of a voice without a picture. */
const BARS = 56

interface ReelPlayerProps {
  reel: Played
  /** Begins by itself: the reader has just pressed something that says so. */
  autoplay?: boolean
  onItem?: (id: string | undefined) => void
  handle?: Ref<ReelPlayerHandle>
}

/** Why a clip is read instead of heard, in words. */
export function useSilence(): (item: ReelItem) => string {
  const t = useText(messages)
  return useMemo(() => (item: ReelItem) => (item.silence ? t(`silence.${item.silence}`) : ''), [t])
}

/** The player of the embed, inside a page of ours. */
export function ReelPlayer({ reel, autoplay = false, onItem, handle }: ReelPlayerProps) {
  const host = useRef<HTMLDivElement>(null)
  const player = useRef<Player | null>(null)
  const [locale] = useLocale()
  const silence = useSilence()
  const voices = useVoices(reel.items, BARS)
  const items = useStable(playableItems(reel, silence, voices))
  const latest = useRef({ items, title: reel.title, onItem, captions: reel.captions, autoplay })
  useEffect(() => {
    latest.current = { items, title: reel.title, onItem, captions: reel.captions, autoplay }
    player.current?.update(items, reel.title)
  })
  useEffect(() => {
    if (!host.current) return
    const made = createPlayer(host.current, {
      items: latest.current.items,
      title: latest.current.title,
      languages: [locale],
      captions: latest.current.captions,
      rate: rememberedRate(),
      onRate: rememberRate,
      onItem: (id) => latest.current.onItem?.(id),
    })
    player.current = made
    const [first] = latest.current.items
    if (latest.current.autoplay && first) made.playItem(first.id)
    return () => {
      player.current = null
      made.destroy()
    }
  }, [locale])
  useImperativeHandle(handle, () => ({
    playItem: (id) => {
      player.current?.playItem(id)
      host.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
    },
  }))
  return <div ref={host} className={styles.player} />
}

/** The same items stay the same object, so that a mere re-read does not disturb what plays. */
function useStable(items: Item[]): Item[] {
  const known = useRef({ items, text: '' })
  const text = JSON.stringify(items)
  // eslint-disable-next-line react-hooks/refs -- a cache by content; what is rendered does not depend on when
  if (known.current.text !== text) known.current = { items, text }
  // eslint-disable-next-line react-hooks/refs -- as above
  return known.current.items
}
