import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { reachability } from '@/api/reachable'
import { sessionQuery } from '@/api/session'
import { Icon } from '@/components/Icon'
import { useText } from '@/lib/i18n'
import styles from './DownBanner.module.css'
import { messages } from './messages'

const EVERY_MS = 4000

function listenOnline(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** Says that the server cannot be reached, keeps asking, and refreshes the page's data when it is back. */
export function DownBanner() {
  const t = useText(messages)
  const queries = useQueryClient()
  const online = useSyncExternalStore(listenOnline, () => navigator.onLine)
  const reachable = useSyncExternalStore(reachability.subscribe, reachability.read)

  useEffect(() => {
    if (reachable) return
    const ask = async () => {
      const answered = await queries.fetchQuery({ ...sessionQuery, staleTime: 0, retry: false }).then(
        () => true,
        () => false,
      )
      if (answered) await queries.invalidateQueries()
    }
    const timer = setInterval(() => void ask(), EVERY_MS)
    return () => clearInterval(timer)
  }, [queries, reachable])

  if (online && reachable) return null
  return (
    <div className={styles.banner} role="status">
      <Icon name="alert" size={18} />
      {t(online ? 'down.server' : 'down.offline')}
    </div>
  )
}
