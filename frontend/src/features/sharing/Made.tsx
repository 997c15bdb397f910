import { useState } from 'react'
import { Button } from '@/components/Button'
import { CopyField } from '@/components/CopyField'
import { SelectField } from '@/components/fields'
import { useCopy } from '@/components/useCopy'
import { useText } from '@/lib/i18n'
import type { NewGrant } from './api'
import { HOSTS, type Host } from './hosts'
import { messages } from './messages'
import styles from './ShareButton.module.css'

const LAST_HOST = 'firsthand.host'

/** A grant at its birth: the only time that its address is told, ready for the page it shall go into. */
export function Made({ grant, onAgain }: { grant: NewGrant; onAgain: () => void }) {
  const t = useText(messages)
  const isLink = grant.kind === 'share'
  return (
    <div className={styles.made}>
      <h3>{t(isLink ? 'createdLink' : 'created')}</h3>
      <p>{t('createdLead')}</p>
      {isLink && <CopyField label={t('address')} value={grant.url} action={t('copyLink')} tone="primary" />}
      {!grant.has_password && <Snippets grant={grant} />}
      <div className={styles.copies}>
        <Button tone="quiet" icon="plus" onClick={onAgain}>
          {t('another')}
        </Button>
      </div>
    </div>
  )
}

function Snippets({ grant }: { grant: NewGrant }) {
  const t = useText(messages)
  const copy = useCopy()
  const offered = HOSTS.filter(({ host }) => grant.snippets.some((one) => one.host === host))
  const [chosen, setChosen] = useState<Host>(() => lastHost())
  const host = offered.some((one) => one.host === chosen) ? chosen : 'html'
  const code = grant.snippets.find((one) => one.host === host)?.code ?? grant.snippet
  const choose = (value: string | null) => {
    const next = (value ?? 'html') as Host
    setChosen(next)
    keepHost(next)
  }
  return (
    <>
      <SelectField
        label={t('host')}
        value={host}
        allowDeselect={false}
        searchable
        data={offered.map((one) => ({ value: one.host, label: one.name ?? t(`host.${one.host}`) }))}
        onChange={choose}
      />
      <p>{t(`needs.${host}`)}</p>
      <textarea
        className={styles.snippet}
        aria-label={t('snippet')}
        readOnly
        rows={code.length > 120 ? 6 : 2}
        value={code}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className={styles.copies}>
        <Button
          tone={grant.kind === 'share' ? 'secondary' : 'primary'}
          icon="copy"
          onClick={() => copy(code)}
        >
          {t('copy')}
        </Button>
        {grant.kind === 'embed' && (
          <Button icon="link" onClick={() => copy(grant.page_url)}>
            {t('copyPage')}
          </Button>
        )}
      </div>
    </>
  )
}

/** Whoever shares into one wiki shares into it again. */
function lastHost(): Host {
  const kept = localStorage.getItem(LAST_HOST)
  return HOSTS.find(({ host }) => host === kept)?.host ?? 'html'
}

function keepHost(host: Host): void {
  localStorage.setItem(LAST_HOST, host)
}
