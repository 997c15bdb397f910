import { useEffect, useState, useSyncExternalStore } from 'react'
import { useText } from '@/lib/i18n'
import { type Toast, acceptToast, dismissToast, settleToasts, toastStore } from '@/lib/toasts'
import { Button, IconButton } from './Button'
import { messages } from './messages'
import styles from './Toasts.module.css'

/** The place where short messages appear. Mounted once, by the shell. */
export function Toasts() {
  const t = useText(messages)
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read)
  useEffect(() => {
    window.addEventListener('pagehide', settleToasts)
    return () => window.removeEventListener('pagehide', settleToasts)
  }, [])
  return (
    <section className={styles.region} aria-label={t('notifications')} aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ToastCard({ toast }: { toast: Toast }) {
  const t = useText(messages)
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => dismissToast(toast.id), toast.stays_ms)
    return () => clearTimeout(timer)
  }, [held, toast])

  return (
    <div
      className={styles.toast}
      data-tone={toast.tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p className={styles.text}>{toast.text}</p>
      {toast.action && (
        <Button tone="quiet" size="sm" onClick={() => acceptToast(toast.id)}>
          {toast.action.label}
        </Button>
      )}
      <IconButton icon="close" size="sm" label={t('dismiss')} onClick={() => dismissToast(toast.id)} />
    </div>
  )
}
