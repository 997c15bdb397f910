import { useQueryClient } from '@tanstack/react-query'
import { $api, type Schema } from '@/api/client'
import { Button, IconButton } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { Loaded } from '@/components/Loaded'
import { useCopy } from '@/components/useCopy'
import { useReport } from '@/components/useReport'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './ChainStatus.module.css'
import { messages } from './messages'

type Chain = Schema<'ChainOut'>

const CHAIN = '/api/audit-chain'
const FAST_MS = 1_000

/** Whether the log is as it was written, and the head to keep elsewhere. */
export function ChainStatus() {
  const chain = $api.useQuery('get', CHAIN, undefined, {
    refetchInterval: (query) => (query.state.data?.checking ? FAST_MS : false),
  })
  return (
    <Loaded query={chain} waiting={<div className={styles.waiting} />}>
      {(found) => <Status chain={found} />}
    </Loaded>
  )
}

function Status({ chain }: { chain: Chain }) {
  const t = useText(messages)
  const format = useFormat()
  const report = useReport()
  const queries = useQueryClient()
  const check = $api.useMutation('post', '/api/audit-chain/checks', {
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', CHAIN] }),
    onError: report,
  })
  const last = chain.last_check
  const broken = last ? !last.holds : false
  const title = !last ? 'chain.never' : broken ? 'chain.broken' : 'chain.holds'
  return (
    <section className={styles.status} data-broken={broken || undefined} aria-label={t('chain.label')}>
      <span className={styles.sign}>
        <Icon name={broken ? 'alert' : 'shield'} size={22} />
      </span>
      <div className={styles.words} role={broken ? 'alert' : 'status'}>
        <p className={styles.title}>{t(title)}</p>
        {last && broken && <p>{t('chain.brokenWhy', { entry: last.broken_id ?? 0, why: last.why })}</p>}
        <p className={styles.small}>
          {last
            ? t('chain.checked', {
                count: last.entries,
                shown: format.number(last.entries),
                when: format.relative(last.at),
              })
            : t('chain.neverText')}
        </p>
        <Head head={chain.head} />
      </div>
      <Button size="sm" busy={check.isPending || chain.checking} onClick={() => check.mutate({})}>
        {t(chain.checking ? 'chain.checking' : 'chain.check')}
      </Button>
    </section>
  )
}

/** The end of the chain: kept elsewhere, it proves later that nothing before it was changed. */
function Head({ head }: { head: string }) {
  const t = useText(messages)
  const copy = useCopy()
  return (
    <p className={styles.head}>
      <span>{t('chain.head')}</span>
      <code title={head}>{head}</code>
      <IconButton
        icon="copy"
        size="sm"
        label={t('chain.copy')}
        onClick={() => copy(head, { copied: t('chain.copied') })}
      />
    </p>
  )
}
