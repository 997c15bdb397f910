import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { itemsOf } from '@/api/pages'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { FormActions, FormProblem, FormStack, TextField } from '@/components/fields'
import { Loaded } from '@/components/Loaded'
import { Dotted } from '@/components/Rows'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import styles from './AddToReel.module.css'
import { type Reel, type ReelCard, useReelDeeds, useReels } from './api'
import { messages } from './messages'

interface AddToReelProps {
  /** Quotes of search (`h-…`, `t-…`) or highlight ids, in the order they should play. */
  quoteIds: string[]
  /** Offered as the title of a new reel, e.g. what was searched for. */
  suggestedTitle?: string
  tone?: 'primary' | 'secondary' | 'quiet'
  size?: 'sm' | 'md'
  /** Called once they are in, e.g. to untick them. */
  onAdded?: (reel: Reel) => void
}

/** One action from ticked quotes to a reel: a new one, or one that is there. */
export function AddToReel({
  quoteIds,
  suggestedTitle,
  tone = 'primary',
  size = 'md',
  onAdded,
}: AddToReelProps) {
  const t = useText(messages)
  const navigate = useNavigate()
  const [opened, setOpened] = useState(false)
  const added = (reel: Reel) => {
    setOpened(false)
    const show = () => void navigate({ to: '/reels/$reelId', params: { reelId: reel.id } })
    showToast({
      text: t('add.added', { title: reel.title }),
      tone: 'success',
      action: { label: t('add.show'), run: show },
    })
    onAdded?.(reel)
  }
  return (
    <>
      <Button
        icon="reel"
        tone={tone}
        size={size}
        disabled={quoteIds.length === 0}
        onClick={() => setOpened(true)}
      >
        {t('add.button', { count: Math.max(1, quoteIds.length) })}
      </Button>
      <Dialog title={t('add.title')} opened={opened} onClose={() => setOpened(false)}>
        {opened && <Choice quoteIds={quoteIds} suggestedTitle={suggestedTitle ?? ''} onAdded={added} />}
      </Dialog>
    </>
  )
}

function Choice({
  quoteIds,
  suggestedTitle,
  onAdded,
}: {
  quoteIds: string[]
  suggestedTitle: string
  onAdded: (reel: Reel) => void
}) {
  const t = useText(messages)
  const { create, add } = useReelDeeds()
  const reels = useReels(false)
  const [title, setTitle] = useState(suggestedTitle)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const run = (task: Promise<Reel>) => {
    setBusy(true)
    task.then(onAdded, setProblem).finally(() => setBusy(false))
  }
  const editable = itemsOf(reels.data)?.filter((reel) => reel.may_edit)
  return (
    <FormStack>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          run(create(title.trim() || t('untitled'), quoteIds))
        }}
      >
        <FormStack>
          <TextField
            label={t('add.newTitle')}
            value={title}
            maxLength={200}
            data-autofocus
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <FormProblem error={problem} />
          <FormActions>
            <Button type="submit" tone="primary" busy={busy}>
              {t('add.make')}
            </Button>
          </FormActions>
        </FormStack>
      </form>
      <Loaded query={{ ...reels, data: editable }} waiting={null}>
        {(items) =>
          items.length > 0 && (
            <section className={styles.existing}>
              <h3 className={styles.heading}>{t('add.existing')}</h3>
              <ul className={styles.list}>
                {items.map((reel) => (
                  <Existing
                    key={reel.id}
                    reel={reel}
                    busy={busy}
                    onPick={() => run(add(reel.id, quoteIds))}
                  />
                ))}
              </ul>
            </section>
          )
        }
      </Loaded>
    </FormStack>
  )
}

function Existing({ reel, busy, onPick }: { reel: ReelCard; busy: boolean; onPick: () => void }) {
  const t = useText(messages)
  const format = useFormat()
  return (
    <li>
      <button
        type="button"
        className={styles.reel}
        disabled={busy}
        aria-label={t('add.into', { title: reel.title })}
        onClick={onPick}
      >
        <span className={styles.title} dir="auto">
          {reel.title}
        </span>
        <span className={styles.meta}>
          <Dotted parts={[t('clips', { count: reel.clips }), format.clock(reel.length_ms)]} />
        </span>
      </button>
    </li>
  )
}
