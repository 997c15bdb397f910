import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useRef, useState } from 'react'
import { IconButton } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { PlainForm, SubmitActions, TextArea, TextField } from '@/components/fields'
import { Loaded } from '@/components/Loaded'
import { Menu, type MenuEntry } from '@/components/Menu'
import { PageHeader } from '@/components/PageHeader'
import { PageSkeleton } from '@/components/Skeletons'
import { EmptyState } from '@/components/States'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { DownloadButton, ReelNotices } from '@/features/renders'
import { ShareButton } from '@/features/sharing'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { type Reel, useReel, useReelDeeds } from './api'
import { Balance } from './Balance'
import { changeHead } from './draft'
import { type Editing, useEditing } from './editing'
import { Items } from './Items'
import { messages } from './messages'
import styles from './ReelPage.module.css'
import { ReelPlayer, type ReelPlayerHandle } from './ReelPlayer'
import { Toolbar } from './Toolbar'

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
      {reel.may_edit && <ReelNotices reelId={reel.id} />}
      <div className={styles.page}>
        {reel.items.length > 0 && <ReelPlayer reel={reel} handle={player} onItem={setPlaying} />}
        {reel.items.length > 0 && <Balance reel={reel} />}
        {reel.may_edit && <Toolbar reel={reel} editing={editing} />}
        {reel.items.length > 0 ? (
          <Items reel={reel} editing={editing} playing={playing} onPlay={playItem} />
        ) : (
          <EmptyState icon="reel" title={t('reel.empty.title')}>
            <p>{t('reel.empty.text')}</p>
          </EmptyState>
        )}
      </div>
    </>
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
      <DownloadButton reel={reel} />
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
    editing.edit(changeHead({ title: title.trim(), description: description.trim() }))
    onDone()
  }
  return (
    <PlainForm onSubmit={() => title.trim() && save()}>
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
      <SubmitActions label={t('save')} onCancel={onDone} />
    </PlainForm>
  )
}
