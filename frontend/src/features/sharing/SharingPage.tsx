import { Link } from '@tanstack/react-router'
import { itemsOf } from '@/api/pages'
import { LinkButton } from '@/components/Button'
import { Loaded, More } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { EmptyState } from '@/components/States'
import { useText } from '@/lib/i18n'
import { useGrants } from './api'
import { GrantList } from './GrantList'
import { messages } from './messages'

/** Everything that is shown outside, newest first. */
export function SharingPage() {
  const t = useText(messages)
  const grants = useGrants()
  return (
    <>
      <PageHeader above={<Link to="/reels">{t('reels')}</Link>} title={t('title')} lead={t('lead')} />
      <Loaded query={{ ...grants, data: itemsOf(grants.data) }}>
        {(items) =>
          items.length ? (
            <GrantList grants={items} withTarget />
          ) : (
            <EmptyState
              icon="share"
              title={t('empty.title')}
              action={<LinkButton to="/reels">{t('empty.reels')}</LinkButton>}
            >
              <p>{t('empty.text')}</p>
            </EmptyState>
          )
        }
      </Loaded>
      <More query={grants} />
    </>
  )
}
