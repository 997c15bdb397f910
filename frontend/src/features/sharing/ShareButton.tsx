import { useState } from 'react'
import { Button } from '@/components/Button'
import { SidePanel } from '@/components/Dialog'
import { DateField, FormProblem, FormStack, TextArea, TextField } from '@/components/fields'
import { Icon } from '@/components/Icon'
import { Loaded } from '@/components/Loaded'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { type NewGrant, type Reach, type Target, useGrantActions, useReach, useTargetGrants } from './api'
import { GrantList } from './GrantList'
import { messages } from './messages'
import styles from './ShareButton.module.css'
import { readSites } from './sites'

interface ShareButtonProps {
  target: Target
  tone?: 'primary' | 'secondary' | 'quiet'
  size?: 'sm' | 'md'
}

/** Opens the panel that makes, shows and ends embeds of a reel or a single quote. */
export function ShareButton({ target, tone = 'secondary', size = 'md' }: ShareButtonProps) {
  const t = useText(messages)
  const [opened, setOpened] = useState(false)
  const title = target.kind === 'reel' ? t('shareWhat', { what: target.title }) : t('shareQuote')
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
  return (
    <div className={styles.panel}>
      <ReachLine target={target} />
      {made ? (
        <Made grant={made} onAgain={() => setMade(null)} />
      ) : (
        <NewEmbed target={target} onMade={setMade} />
      )}
      <Loaded query={grants} waiting={null}>
        {({ items }) =>
          items.length > 0 && (
            <section className={styles.existing}>
              <h3>{t('existing')}</h3>
              <GrantList grants={items} />
            </section>
          )
        }
      </Loaded>
    </div>
  )
}

/** Says before anything is made what will come through. */
function ReachLine({ target }: { target: Target }) {
  const t = useText(messages)
  const reach = useReach(target)
  return (
    <div className={styles.reach}>
      <p>{t('reach')}</p>
      {reach.data && <ReachWords reach={reach.data} />}
    </div>
  )
}

function ReachWords({ reach }: { reach: Reach }) {
  const t = useText(messages)
  const all = reach.clips > 0 && reach.shown === reach.clips
  const words = all
    ? t('reachAll')
    : reach.shown
      ? t('reachSome', { some: reach.shown, clips: reach.clips })
      : t('reachNone')
  return (
    <p className={styles.reached} data-all={all || undefined}>
      <Icon name={all ? 'shield' : 'info'} size={18} />
      <span>
        {words} {reach.preparing > 0 && t('preparing', { count: reach.preparing })}
      </span>
    </p>
  )
}

function NewEmbed({ target, onMade }: { target: Target; onMade: (grant: NewGrant) => void }) {
  const t = useText(messages)
  const { create } = useGrantActions()
  const [text, setText] = useState('')
  const [label, setLabel] = useState('')
  const [day, setDay] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const { origins, wrong } = readSites(text)
  const submit = () => {
    setBusy(true)
    const expires_at = day ? new Date(`${day}T23:59:59`).toISOString() : null
    create(target, { kind: 'embed', label: label.trim(), origins, expires_at, pinned: false, listed: false })
      .then(onMade, setProblem)
      .finally(() => setBusy(false))
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (wrong === null) submit()
      }}
    >
      <FormStack>
        <TextArea
          label={t('sites')}
          description={t('sitesHelp')}
          value={text}
          autosize
          minRows={2}
          spellCheck={false}
          data-autofocus
          error={wrong && t('notASite', { site: wrong })}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <TextField
          label={t('label')}
          placeholder={t('labelHint')}
          maxLength={200}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <DateField
          label={t('expires')}
          value={day}
          min={new Date().toISOString().slice(0, 10)}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <FormProblem error={problem} />
        <div className={styles.submit}>
          {origins.length === 0 && <p className={styles.quiet}>{t('noSites')}</p>}
          <Button type="submit" tone="primary" busy={busy} disabled={wrong !== null}>
            {t('create')}
          </Button>
        </div>
      </FormStack>
    </form>
  )
}

function Made({ grant, onAgain }: { grant: NewGrant; onAgain: () => void }) {
  const t = useText(messages)
  const copy = (text: string) =>
    void navigator.clipboard
      .writeText(text)
      .then(() => showToast({ text: t('copied'), tone: 'success' }))
      .catch(() => showToast({ text: t('notCopied'), tone: 'error' }))
  return (
    <div className={styles.made}>
      <h3>{t('created')}</h3>
      <p>{t('createdLead')}</p>
      <textarea
        className={styles.snippet}
        aria-label={t('snippet')}
        readOnly
        rows={5}
        value={grant.snippet}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className={styles.copies}>
        <Button tone="primary" icon="copy" onClick={() => copy(grant.snippet)}>
          {t('copy')}
        </Button>
        <Button icon="link" onClick={() => copy(grant.url)}>
          {t('copyLink')}
        </Button>
        <Button tone="quiet" icon="plus" onClick={onAgain}>
          {t('another')}
        </Button>
      </div>
    </div>
  )
}
