import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useRef, useState } from 'react'
import { Button, IconButton } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { EmotionMark } from '@/components/EmotionMark'
import { EMOTIONS, type EmotionName } from '@/components/emotions'
import { FormActions, FormStack, TextArea, TextField } from '@/components/fields'
import { Loaded } from '@/components/Loaded'
import { Menu, type MenuEntry } from '@/components/Menu'
import { PageHeader } from '@/components/PageHeader'
import { PageSkeleton } from '@/components/Skeletons'
import { EmptyState } from '@/components/States'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { ShareButton } from '@/features/sharing'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { type Editing, type Reel, useEditing, useReel, useReelDeeds } from './api'
import { Items } from './Items'
import { messages } from './messages'
import styles from './ReelPage.module.css'
import { ReelPlayer, type ReelPlayerHandle } from './ReelPlayer'

export function ReelPage({ reelId }: { reelId: string }) {
  const reel = useReel(reelId)
  return (
    <Loaded query={reel} waiting={<PageSkeleton />}>
      {(found) => <Opened key={found.id} reel={found} />}
    </Loaded>
  )
}

/** The reel plays on top; below is what it is made of. */
function Opened({ reel }: { reel: Reel }) {
  const t = useText(messages)
  const editing = useEditing(reel)
  const player = useRef<ReelPlayerHandle>(null)
  const [playing, setPlaying] = useState<string | undefined>()
  const playItem = useCallback((id: string) => player.current?.playItem(id), [])
  return (
    <>
      <PageHeader
        above={<Link to="/reels">{t('title')}</Link>}
        title={reel.title}
        lead={reel.description}
        actions={<Actions reel={reel} editing={editing} />}
      />
      {reel.items.length > 0 ? (
        <div className={styles.page}>
          <ReelPlayer reel={reel} handle={player} onItem={setPlaying} />
          <Sums reel={reel} saving={editing.saving} />
          <Items reel={reel} editing={editing} playing={playing} onPlay={playItem} />
        </div>
      ) : (
        <EmptyState icon="reel" title={t('reel.empty.title')}>
          <p>{t('reel.empty.text')}</p>
        </EmptyState>
      )}
    </>
  )
}

/** What the reel adds up to: how long, how many people, what they felt. */
function Sums({ reel, saving }: { reel: Reel; saving: boolean }) {
  const t = useText(messages)
  const format = useFormat()
  const length = reel.items.reduce((sum, item) => sum + item.length_ms, 0)
  return (
    <div className={styles.sums}>
      <p className={styles.numbers}>
        <b>{format.clock(length)}</b>
        <span>{t('clips', { count: reel.clips })}</span>
        <span>{t('people', { count: reel.people })}</span>
      </p>
      <ul className={styles.emotions}>
        {reel.emotions
          .filter(({ emotion }) => emotion in EMOTIONS)
          .map(({ emotion, count }) => (
            <li key={emotion}>
              <EmotionMark emotion={emotion as EmotionName} />
              {count > 1 && <span className={styles.count}>{format.number(count)}×</span>}
            </li>
          ))}
      </ul>
      {reel.may_edit && (
        <p className={styles.saved} aria-live="polite">
          {saving ? t('saving') : t('saved')}
        </p>
      )}
    </div>
  )
}

function Actions({ reel, editing }: { reel: Reel; editing: Editing }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const report = useReport()
  const undoable = useUndo()
  const { duplicate, remove, restore } = useReelDeeds()
  const [naming, setNaming] = useState(false)
  const copy = () =>
    void duplicate(reel.id, t('copyOf', { title: reel.title }).slice(0, 200))
      .then(({ id }) => {
        showToast({ text: t('copied') })
        return navigate({ to: '/reels/$reelId', params: { reelId: id } })
      })
      .catch(report)
  const drop = () =>
    void remove(reel.id)
      .then(() => navigate({ to: '/reels' }))
      .then(() => undoable({ text: t('deleted'), undo: () => restore(reel.id) }))
      .catch(report)
  const entries: MenuEntry[] = [{ label: t('duplicate'), icon: 'copy', onSelect: copy }]
  if (reel.may_edit) {
    entries.unshift({ label: t('rename'), icon: 'edit', onSelect: () => setNaming(true) })
    entries.push({ label: t('delete'), icon: 'trash', onSelect: drop, danger: true, divided: true })
  }
  return (
    <>
      {reel.may_edit && (
        <ShareButton tone="primary" target={{ kind: 'reel', id: reel.id, title: reel.title }} />
      )}
      <Menu target={<IconButton icon="more" tone="secondary" label={t('more')} />} entries={entries} />
      <Dialog title={t('rename')} opened={naming} onClose={() => setNaming(false)}>
        <Naming reel={reel} editing={editing} onDone={() => setNaming(false)} />
      </Dialog>
    </>
  )
}

function Naming({ reel, editing, onDone }: { reel: Reel; editing: Editing; onDone: () => void }) {
  const t = useText(messages)
  const [title, setTitle] = useState(reel.title)
  const [description, setDescription] = useState(reel.description)
  const save = () => {
    void editing.describe({ title: title.trim(), description: description.trim() }).catch(() => undefined)
    onDone()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (title.trim()) save()
      }}
    >
      <FormStack>
        <TextField
          label={t('name')}
          value={title}
          required
          maxLength={200}
          data-autofocus
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextArea
          label={t('description')}
          value={description}
          autosize
          minRows={2}
          maxLength={5000}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <FormActions>
          <Button onClick={onDone}>{t('cancel')}</Button>
          <Button type="submit" tone="primary">
            {t('save')}
          </Button>
        </FormActions>
      </FormStack>
    </form>
  )
}
