/** What can be done with the whole of a reel that is being edited. */
import { useState } from 'react'
import { Button, IconButton } from '@/components/Button'
import { Menu, type MenuEntry } from '@/components/Menu'
import { useHotkey } from '@/lib/hotkeys'
import { useText } from '@/lib/i18n'
import { AddMoments } from './AddMoments'
import type { Reel } from './api'
import { newCard, putItems } from './draft'
import type { Editing } from './editing'
import { Look } from './Look'
import { messages } from './messages'
import { OneVoice } from './OneVoice'
import { Opposing } from './Opposing'
import styles from './Toolbar.module.css'
import { Versions } from './Versions'

type Sheet = 'moments' | 'one' | 'opposing' | 'look' | 'versions' | null

interface ToolbarProps {
  reel: Reel
  editing: Editing
}

export function Toolbar({ reel, editing }: ToolbarProps) {
  const t = useText(messages)
  const [sheet, setSheet] = useState<Sheet>(null)
  const close = () => setSheet(null)
  const add = (kind: 'card' | 'section') => () =>
    editing.edit(
      putItems([newCard(kind, kind === 'section' ? t('newSection') : t('newCard'))], reel.items.length),
    )
  const adding: MenuEntry[] = [
    { label: t('addMoments'), icon: 'quote', onSelect: () => setSheet('moments') },
    { label: t('addCard'), icon: 'text', onSelect: add('card') },
    { label: t('addSection'), icon: 'flag', onSelect: add('section') },
  ]
  const fairness: MenuEntry[] = [
    { label: t('oneVoice'), icon: 'person', onSelect: () => setSheet('one') },
    { label: t('opposing'), icon: 'people', onSelect: () => setSheet('opposing') },
  ]
  const sheets = { reel, editing, onClose: close }
  return (
    <div className={styles.toolbar} role="group" aria-label={t('tools')}>
      <Menu
        target={
          <Button icon="plus" size="sm">
            {t('add')}
          </Button>
        }
        entries={adding}
      />
      <Menu
        target={
          <Button icon="people" size="sm" tone="quiet">
            {t('fairness')}
          </Button>
        }
        entries={fairness}
      />
      <Button icon="settings" size="sm" tone="quiet" onClick={() => setSheet('look')}>
        {t('look')}
      </Button>
      <Button icon="history" size="sm" tone="quiet" onClick={() => setSheet('versions')}>
        {t('versions')}
      </Button>
      <span className={styles.space} />
      <Saved editing={editing} />
      <Steps editing={editing} />
      <AddMoments {...sheets} opened={sheet === 'moments'} />
      <OneVoice {...sheets} opened={sheet === 'one'} />
      <Opposing {...sheets} opened={sheet === 'opposing'} />
      <Look {...sheets} opened={sheet === 'look'} />
      <Versions {...sheets} opened={sheet === 'versions'} />
    </div>
  )
}

function Saved({ editing }: { editing: Editing }) {
  const t = useText(messages)
  return (
    <p className={styles.saved} data-state={editing.saving} aria-live="polite">
      {t(editing.saving)}
    </p>
  )
}

function Steps({ editing }: { editing: Editing }) {
  const t = useText(messages)
  const { undo, redo, steps } = editing
  useHotkey('mod+z', t('undo'), t('keys'), (event) => (event.shiftKey ? redo() : undo()))
  useHotkey('mod+y', t('redo'), t('keys'), redo)
  return (
    <>
      <IconButton icon="undo" size="sm" label={t('undo')} disabled={steps.past === 0} onClick={undo} />
      <span className={styles.redo}>
        <IconButton icon="undo" size="sm" label={t('redo')} disabled={steps.future === 0} onClick={redo} />
      </span>
    </>
  )
}
