/** Entry of the embed: runs inside other people's pages, without a framework, a cookie or storage. */
import { type Item, type Player, createPlayer } from '@/player'
import './embed.css'

interface EmbedItem extends Omit<Item, 'from_ms'> {
  url: string | null
}

interface Embed {
  title: string
  items: EmbedItem[]
}

const FIRST_LOOK_MS = 4000
const LONGEST_MS = 30_000
const here = location.pathname.replace(/\/$/, '')

const read = (embed: Embed): Item[] => embed.items.map((item) => ({ ...item, from_ms: 0 }))

async function fetchEmbed(): Promise<Embed | 'over' | null> {
  try {
    const answer = await fetch(`${here}/reel.json`, { credentials: 'omit', cache: 'no-store' })
    if (answer.status === 410 || answer.status === 404) return 'over'
    return answer.ok ? ((await answer.json()) as Embed) : null
  } catch {
    return null
  }
}

function start(root: HTMLElement, embed: Embed): void {
  let player: Player | null = null

  const take = async (): Promise<Item[] | null> => {
    const fresh = await fetchEmbed()
    // The page knows how to say it: a revoked embed becomes its quiet card.
    if (fresh === 'over') location.reload()
    if (fresh === null || fresh === 'over') return null
    const items = read(fresh)
    player?.update(items, fresh.title)
    return items
  }

  const look = (items: readonly Item[], after_ms: number): void => {
    if (!items.some((item) => item.kind === 'wait')) return
    setTimeout(() => {
      void take().then((fresh) => look(fresh ?? items, Math.min(LONGEST_MS, after_ms * 1.5)))
    }, after_ms)
  }

  const items = read(embed)
  player = createPlayer(root, {
    items,
    title: embed.title,
    languages: navigator.languages,
    layout: 'fill',
    refresh: take,
    onStart: () => {
      void fetch(`${here}/plays`, { method: 'POST', credentials: 'omit', keepalive: true }).catch(
        () => undefined,
      )
    },
  })
  look(items, FIRST_LOOK_MS)
}

/** Tells the page around us which height suits our width. A courtesy: nothing waits for an answer. */
function tellHeight(root: HTMLElement): void {
  const host = originOf(document.referrer)
  if (window.parent === window || !host) return
  const secret = /secret=([\w-]+)/.exec(location.hash)?.[1]
  new ResizeObserver(() => {
    const height = Math.round((root.clientWidth * 9) / 16)
    window.parent.postMessage({ type: 'firsthand:height', height }, host)
    if (secret) window.parent.postMessage({ message: 'height', value: height, secret }, host)
  }).observe(root)
}

function originOf(address: string): string | null {
  try {
    return new URL(address).origin
  } catch {
    return null
  }
}

const root = document.getElementById('player')
const data = document.getElementById('embed')
if (root && data?.textContent) {
  start(root, JSON.parse(data.textContent) as Embed)
  tellHeight(root)
}
