/** Entry of the embed: runs inside other people's pages, without a framework, a cookie or storage. */
import { type Item, type Player, createPlayer } from '@/player'
import './embed.css'

interface EmbedItem extends Omit<Item, 'from_ms'> {
  url: string | null
}

interface Embed {
  title: string
  captions: boolean
  items: EmbedItem[]
}

const FIRST_LOOK_MS = 4000
const LONGEST_MS = 30_000
const data = document.getElementById('embed')
/** A share page says where its data lies; the page of an embed is its own address. */
const here = data?.dataset.address ?? location.pathname.replace(/\/$/, '')
const unlock = data?.dataset.unlock ?? new URLSearchParams(location.search).get('unlock')

/** An address of ours; whoever was let in by a password carries the proof along. */
function address(name: string, values: Record<string, string> = {}): string {
  const query = new URLSearchParams({ ...values, ...(unlock ? { unlock } : {}) }).toString()
  return `${here}/${name}${query && `?${query}`}`
}

const read = (embed: Embed): Item[] => embed.items.map((item) => ({ ...item, from_ms: 0 }))

async function fetchEmbed(): Promise<Embed | 'over' | null> {
  try {
    const answer = await fetch(address('reel.json'), { credentials: 'omit', cache: 'no-store' })
    if ([403, 404, 410].includes(answer.status)) return 'over'
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
    captions: embed.captions,
    refresh: take,
    onStart: () => {
      const site = window.parent === window ? '' : (originOf(document.referrer) ?? '')
      const counted = address('plays', site ? { site } : {})
      void fetch(counted, { method: 'POST', credentials: 'omit', keepalive: true }).catch(() => undefined)
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
if (root && data?.textContent) {
  start(root, JSON.parse(data.textContent) as Embed)
  tellHeight(root)
}
