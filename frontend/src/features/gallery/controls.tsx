import { useState } from 'react'
import { Problem } from '@/api/problem'
import { Avatar } from '@/components/Avatar'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { ConsentBadge } from '@/components/ConsentBadge'
import { Dialog, SidePanel } from '@/components/Dialog'
import { FacetList } from '@/components/FacetList'
import { MediaBar } from '@/components/MediaBar'
import { Menu } from '@/components/Menu'
import { PlayButton } from '@/components/PlayButton'
import { Progress, UploadProgress } from '@/components/Progress'
import { Dotted, Row, Rows, Table } from '@/components/Rows'
import { SegmentedControl } from '@/components/SegmentedControl'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyState, ErrorState, NoAccess } from '@/components/States'
import { Tabs } from '@/components/Tabs'
import {
  CheckField,
  DateField,
  FormProblem,
  FormStack,
  PasswordField,
  SelectField,
  SwitchField,
  TextArea,
  TextField,
  WordsField,
} from '@/components/fields'
import { useUndo } from '@/components/useUndo'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import styles from './GalleryPage.module.css'
import { messages } from './messages'
import { QUOTES } from './samples'

const PROBLEM = new Problem(503, 'unavailable', 'This part is not available right now')
const LENGTH_MS = 1_260_000

export function Playing() {
  const [playing, setPlaying] = useState(false)
  const [atMs, setAtMs] = useState(305_000)
  const [rate, setRate] = useState(1)
  const toggle = () => setPlaying(!playing)
  return (
    <div className={styles.stack}>
      <div className={styles.row}>
        <PlayButton playing={false} onToggle={toggle} size="sm" />
        <PlayButton playing={false} onToggle={toggle} />
        <PlayButton playing progress={0.62} onToggle={toggle} />
        <PlayButton playing={false} waiting onToggle={toggle} />
        <PlayButton playing={playing} progress={0.3} onToggle={toggle} size="lg" />
      </div>
      <MediaBar
        playing={playing}
        onToggle={toggle}
        atMs={atMs}
        lengthMs={LENGTH_MS}
        onSeek={setAtMs}
        rate={rate}
        onRate={setRate}
        marks={[
          { startMs: 180_000, endMs: 216_000 },
          { startMs: 700_000, endMs: 745_000 },
        ]}
      />
    </div>
  )
}

export function Fields() {
  const t = useText(messages)
  const options = [t('light'), t('dark')]
  const [shown, setShown] = useState('a')
  return (
    <FormStack>
      <TextField label={t('name')} description={t('nameHint')} defaultValue={QUOTES[0].speaker} />
      <TextField label={t('name')} error={t('nameFault')} defaultValue={QUOTES[1].speaker} />
      <TextField label={t('name')} disabled defaultValue={QUOTES[2].speaker} />
      <PasswordField label={t('name')} defaultValue="secret" />
      <TextArea label={t('notes')} rows={3} placeholder={t('nameHint')} />
      <SelectField label={t('choose')} data={options} defaultValue={options[0]} />
      <WordsField label={t('tags')} defaultValue={options} />
      <DateField label={t('choose')} />
      <CheckField label={t('agree')} defaultChecked />
      <SwitchField label={t('agree')} defaultChecked />
      <SegmentedControl
        label={t('theme')}
        value={shown}
        onChange={setShown}
        options={[
          { value: 'a', label: t('light') },
          { value: 'b', label: t('dark') },
        ]}
      />
      <FormProblem error={PROBLEM} />
    </FormStack>
  )
}

export function Lists() {
  const t = useText(messages)
  const [chosen, setChosen] = useState<string[]>(['b'])
  const [tab, setTab] = useState<'a' | 'b'>('a')
  const entries = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((value, index) => ({
    value,
    label: `${t('tags')} ${value}`,
    count: 40 - index * 5,
  }))
  return (
    <div className={styles.stack}>
      <Rows label={t('lists')}>
        {QUOTES.map((quote) => (
          <Row
            key={quote.id}
            lead={<Avatar name={quote.speaker} />}
            title={<a href="#lists">{quote.speaker}</a>}
            meta={<Dotted parts={[quote.role, quote.interviewTitle]} />}
            end={<ConsentBadge status="granted" scope="company" />}
          />
        ))}
      </Rows>
      <RowsSkeleton count={2} />
      <Table label={t('lists')} columns={[t('name'), t('notes')]}>
        {QUOTES.map((quote) => (
          <tr key={quote.id}>
            <td>{quote.speaker}</td>
            <td>{quote.interviewTitle}</td>
          </tr>
        ))}
      </Table>
      <FacetList title={t('tags')} entries={entries} chosen={chosen} onChange={setChosen} />
      <Tabs
        label={t('lists')}
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'a', label: t('light'), count: 4 },
          { value: 'b', label: t('dark') },
        ]}
      >
        {tab === 'a' ? t('light') : t('dark')}
      </Tabs>
    </div>
  )
}

export function Progresses() {
  const t = useText(messages)
  const file = { name: 'interview-07.mp4', sentBytes: 41_000_000, totalBytes: 183_000_000 }
  const nothing = () => undefined
  return (
    <div className={styles.stack}>
      <Progress value={0.4} label={t('progress')} />
      <Progress value={null} label={t('progress')} />
      <UploadProgress {...file} state="sending" leftMs={180_000} onPause={nothing} onCancel={nothing} />
      <UploadProgress {...file} state="paused" onResume={nothing} onCancel={nothing} />
      <UploadProgress {...file} state="failed" onResume={nothing} onCancel={nothing} />
      <UploadProgress {...file} sentBytes={file.totalBytes} state="done" />
    </div>
  )
}

export function Overlays() {
  const t = useText(messages)
  const undoable = useUndo()
  const [open, setOpen] = useState<'dialog' | 'panel' | null>(null)
  const close = () => setOpen(null)
  return (
    <div className={styles.row}>
      <Menu
        target={<Button icon="more">{t('menu')}</Button>}
        entries={[
          { label: t('choose'), icon: 'edit', onSelect: close },
          { label: t('menu'), icon: 'trash', onSelect: close, danger: true, divided: true },
        ]}
      />
      <Button onClick={() => setOpen('dialog')}>{t('openDialog')}</Button>
      <Button onClick={() => setOpen('panel')}>{t('openPanel')}</Button>
      <Button onClick={() => showToast({ text: t('restored') })}>{t('showToast')}</Button>
      <Button
        onClick={() => undoable({ text: t('deleted'), undo: () => showToast({ text: t('restored') }) })}
      >
        {t('showUndo')}
      </Button>
      <Button onClick={() => showToast({ text: PROBLEM.detail, tone: 'error' })}>{t('showError')}</Button>
      <Dialog title={t('openDialog')} opened={open === 'dialog'} onClose={close}>
        {t('emptyText')}
      </Dialog>
      <SidePanel title={t('openPanel')} opened={open === 'panel'} onClose={close}>
        {t('emptyText')}
      </SidePanel>
    </div>
  )
}

export function States() {
  const t = useText(messages)
  return (
    <div className={styles.stack}>
      <Card>
        <EmptyState
          icon="interview"
          title={t('emptyTitle')}
          action={
            <Button tone="primary" icon="upload">
              {t('sampleAction')}
            </Button>
          }
        >
          <p>{t('emptyText')}</p>
        </EmptyState>
      </Card>
      <Card>
        <ErrorState error={PROBLEM} retry={() => undefined} />
      </Card>
      <Card tone="sunken">
        <NoAccess />
      </Card>
    </div>
  )
}
