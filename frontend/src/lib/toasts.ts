/** Short messages at the edge of the page. A plain store, so that code outside React can speak too. */

export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'success' | 'error'
  /** What the toast offers to do, e.g. take something back. */
  action?: { label: string; run: () => void }
  /** Called when it has gone without its action having been taken. */
  onGone?: () => void
  /** How long it stays, in ms; it waits while it is hovered or focused. */
  stays_ms: number
}

type Listener = () => void

let toasts: readonly Toast[] = []
let latest = 0
const listeners = new Set<Listener>()
const MOST = 3

function publish(next: readonly Toast[]): void {
  toasts = next
  listeners.forEach((listener) => listener())
}

type Shown = Omit<Toast, 'id' | 'stays_ms' | 'tone'> & Partial<Pick<Toast, 'stays_ms' | 'tone'>>

/** Shows a message and gives its id back; the oldest gives way when there are too many. */
export function showToast({ tone = 'plain', stays_ms, ...toast }: Shown): number {
  latest += 1
  const stays = stays_ms ?? (toast.action ? 8000 : 5000)
  const all = [...toasts, { ...toast, tone, stays_ms: stays, id: latest }]
  publish(all.slice(-MOST))
  all.slice(0, -MOST).forEach((gone) => gone.onGone?.())
  return latest
}

function take(id: number): Toast | undefined {
  const found = toasts.find((toast) => toast.id === id)
  if (found) publish(toasts.filter((toast) => toast !== found))
  return found
}

/** Takes a message away; what hung on it without having been taken back now happens. */
export function dismissToast(id: number): void {
  take(id)?.onGone?.()
}

/** Does what the message offers, and takes it away. */
export function acceptToast(id: number): void {
  take(id)?.action?.run()
}

/** Lets everything that still hangs on a message happen now, because the page is being left. */
export function settleToasts(): void {
  toasts.forEach((toast) => dismissToast(toast.id))
}

export const toastStore = {
  subscribe: (listener: Listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  read: () => toasts,
}
