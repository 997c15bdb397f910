/** Puts quotes into a reel: a new one, or one of the reader's own. */
import { useNavigate } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { $api, api } from '@/api/client'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { Icon } from '@/components/Icon'
import { RowsSkeleton } from '@/components/Skeletons'
import { TextField } from '@/components/fields'
import { useReport } from '@/components/useReport'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import styles from './ReelDialog.module.css'
import { messages } from './messages'

interface ReelDialogProps {
  opened: boolean
  onClose: () => void
  quoteIds: readonly string[]
  /** What a new reel might be called, e.g. what was searched for. */
  suggestion?: string
  onDone?: () => void
}

export function ReelDialog(props: ReelDialogProps) {
  const t = useText(messages)
  return (
    <Dialog title={t('reel.title')} opened={props.opened} onClose={props.onClose}>
      <Content {...props} />
    </Dialog>
  )
}

function Content({ onClose, quoteIds, suggestion = '', onDone }: ReelDialogProps) {
  const t = useText(messages)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const report = useReport()
  const [title, setTitle] = useState(suggestion)
  const [busy, setBusy] = useState(false)

  const settle = async (work: () => Promise<{ id: string; title: string } | undefined>, go: boolean) => {
    setBusy(true)
    try {
      const reel = await work()
      if (!reel) return
      await queries.invalidateQueries({ queryKey: ['get', '/api/reels'] })
      onClose()
      onDone?.()
      const open = () => void navigate({ to: '/reels/$reelId', params: { reelId: reel.id } })
      if (go) open()
      else
        showToast({
          text: t('reel.done', { title: reel.title }),
          action: { label: t('reel.open'), run: open },
        })
    } catch (error) {
      report(error)
    } finally {
      setBusy(false)
    }
  }
  const make = (event: SyntheticEvent) => {
    event.preventDefault()
    const body = {
      title: title.trim(),
      description: '',
      quote_ids: [...quoteIds],
      highlight_ids: [],
      items: [],
    }
    void settle(async () => (await api.POST('/api/reels', { body })).data, true)
  }
  const add = (reelId: string) => {
    const body = { quote_ids: [...quoteIds], highlight_ids: [], items: [] }
    const params = { path: { reel_id: reelId } }
    void settle(async () => (await api.POST('/api/reels/{reel_id}/items', { params, body })).data, false)
  }
  return (
    <div className={styles.content}>
      <p className={styles.count}>{t('reel.count', { count: quoteIds.length })}</p>
      <form className={styles.new} onSubmit={make}>
        <TextField
          label={t('reel.name')}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          data-autofocus
          maxLength={200}
          required
        />
        <Button type="submit" tone="primary" icon="reel" busy={busy} disabled={!title.trim()}>
          {t('reel.make')}
        </Button>
      </form>
      <Mine onChoose={add} busy={busy} />
    </div>
  )
}

function Mine({ onChoose, busy }: { onChoose: (reelId: string) => void; busy: boolean }) {
  const t = useText(messages)
  const reels = $api.useQuery('get', '/api/reels', { params: { query: { mine: true, limit: 50 } } })
  if (reels.isPending) return <RowsSkeleton count={2} />
  if (!reels.data || reels.data.items.length === 0) return null
  return (
    <section>
      <h3 className={styles.or}>{t('reel.or')}</h3>
      <ul>
        {reels.data.items.map((reel) => (
          <li key={reel.id}>
            <button type="button" className={styles.reel} disabled={busy} onClick={() => onChoose(reel.id)}>
              <Icon name="reel" size={18} />
              <span className={styles.name}>{reel.title}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
