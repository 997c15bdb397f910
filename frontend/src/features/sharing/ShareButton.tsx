import { useState } from 'react'
import { Button } from '@/components/Button'
import { SidePanel } from '@/components/Dialog'
import { Notice } from '@/components/Notice'
import { Loaded } from '@/components/Loaded'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { useText } from '@/lib/i18n'
import {
  type Grant,
  type NewGrant,
  type Reach,
  type Target,
  useGrantActions,
  useReach,
  useTargetGrants,
} from './api'
import { GrantList } from './GrantList'
import { Made } from './Made'
import { messages } from './messages'
import { NewGrantForm } from './NewGrantForm'
import styles from './ShareButton.module.css'

interface ShareButtonProps {
  target: Target
  tone?: 'primary' | 'secondary' | 'quiet'
  size?: 'sm' | 'md'
}

/** Opens the panel that makes, shows and ends what is shared of a reel, a single quote or a tag. */
export function ShareButton({ target, tone = 'secondary', size = 'md' }: ShareButtonProps) {
  const t = useText(messages)
  const [opened, setOpened] = useState(false)
  const title = target.kind === 'highlight' ? t('shareQuote') : t('shareWhat', { what: target.title })
  return (
    <>
      <Button icon="share" tone={tone} size={size} onClick={() => setOpened(true)}>
        {t('share')}
      </Button>
      <SidePanel title={title} opened={opened} onClose={() => setOpened(false)} size="lg">
        {opened && <Sharing target={target} />}
      </SidePanel>
    </>
  )
}

function Sharing({ target }: { target: Target }) {
  const t = useText(messages)
  const [made, setMade] = useState<NewGrant | null>(null)
  const grants = useTargetGrants(target)
  const reach = useReach(target)
  return (
    <div className={styles.panel}>
      <div className={styles.reach}>
        <p>{t(target.kind === 'tag' ? 'reachTag' : 'reach')}</p>
        {reach.data && <ReachWords reach={reach.data} />}
      </div>
      {made ? (
        <Made grant={made} onAgain={() => setMade(null)} />
      ) : (
        <NewGrantForm target={target} reach={reach.data} onMade={setMade} />
      )}
      <Loaded query={grants} waiting={null}>
        {({ items }) => items.length > 0 && <Existing target={target} grants={items} />}
      </Loaded>
    </div>
  )
}

/** Says before anything is made what will come through. */
function ReachWords({ reach }: { reach: Reach }) {
  const t = useText(messages)
  const all = reach.clips > 0 && reach.shown === reach.clips
  const words = all
    ? t('reachAll')
    : reach.shown
      ? t('reachSome', { some: reach.shown, clips: reach.clips })
      : t('reachNone')
  return (
    <Notice icon={all ? 'shield' : 'info'} tone={all ? 'good' : 'warning'}>
      {words} {reach.preparing > 0 && t('preparing', { count: reach.preparing })}
    </Notice>
  )
}

function Existing({ target, grants }: { target: Target; grants: Grant[] }) {
  const t = useText(messages)
  const live = grants.filter((grant) => grant.state === 'live').length
  return (
    <section className={styles.existing}>
      <div className={styles.heading}>
        <h3>{t('existing')}</h3>
        {live > 1 && <EndAll target={target} />}
      </div>
      <GrantList grants={grants} />
    </section>
  )
}

function EndAll({ target }: { target: Target }) {
  const t = useText(messages)
  const report = useReport()
  const undoable = useUndo()
  const { revokeAll, restore } = useGrantActions()
  const end = () =>
    void revokeAll(target)
      .then((ids) => undoable({ text: t('revokedAll', { count: ids.length }), undo: () => restore(...ids) }))
      .catch(report)
  return (
    <Button size="sm" tone="danger" icon="ban" onClick={end}>
      {t('revokeAll')}
    </Button>
  )
}
