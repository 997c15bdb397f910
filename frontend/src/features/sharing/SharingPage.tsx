import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { itemsOf } from '@/api/pages'
import { LinkButton } from '@/components/Button'
import { SwitchField } from '@/components/fields'
import { Loaded, More } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { SegmentedControl } from '@/components/SegmentedControl'
import { EmptyState } from '@/components/States'
import { useText } from '@/lib/i18n'
import { type Grant, useGrants } from './api'
import { GrantList } from './GrantList'
import { messages } from './messages'
import styles from './SharingPage.module.css'

type Of = 'all' | Grant['target_kind']
const KINDS: readonly Of[] = ['all', 'reel', 'highlight', 'tag']

/** Everything that is shared outside, newest first: the company's for researchers, one's own for everybody else. */
export function SharingPage() {
  const t = useText(messages)
  const [of, setOf] = useState<Of>('all')
  const [live, setLive] = useState(false)
  const narrowed = of !== 'all' || live
  const grants = useGrants({ ...(of === 'all' ? {} : { of }), ...(live ? { live } : {}) })
  return (
    <>
      <PageHeader above={<Link to="/reels">{t('reels')}</Link>} title={t('title')} lead={t('lead')} />
      <div className={styles.filters}>
        <SegmentedControl<Of>
          label={t('filter')}
          value={of}
          options={KINDS.map((value) => ({ value, label: t(`filter.${value}`) }))}
          onChange={setOf}
        />
        <SwitchField
          label={t('onlyLive')}
          checked={live}
          onChange={(event) => setLive(event.currentTarget.checked)}
        />
      </div>
      <Loaded query={{ ...grants, data: itemsOf(grants.data) }}>
        {(items) =>
          items.length ? <GrantList grants={items} withTarget /> : <Nothing narrowed={narrowed} />
        }
      </Loaded>
      <More query={grants} />
    </>
  )
}

function Nothing({ narrowed }: { narrowed: boolean }) {
  const t = useText(messages)
  if (narrowed) return <EmptyState icon="filter" title={t('empty.narrowed')} />
  return (
    <EmptyState
      icon="share"
      title={t('empty.title')}
      action={<LinkButton to="/reels">{t('empty.reels')}</LinkButton>}
    >
      <p>{t('empty.text')}</p>
    </EmptyState>
  )
}
