/** The frame around every page: where to go, the search field, who one is. */
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '@/api/session'
import { LinkButton } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { Toasts } from '@/components/Toasts'
import { Wordmark } from '@/components/Wordmark'
import { JobIndicator } from '@/features/jobs/JobIndicator'
import { SearchField } from '@/features/search/SearchField'
import { useText } from '@/lib/i18n'
import { DownBanner } from './DownBanner'
import { UserMenu } from './UserMenu'
import { fetchedWhenOpened } from './fetchedWhenOpened'
import { messages } from './messages'
import { ON_THE_BAR, PLACES, liesIn } from './places'
import styles from './Shell.module.css'
import { useGoKeys } from './useGoKeys'

const KeyboardHelp = fetchedWhenOpened(() => import('./KeyboardHelp').then((it) => it.KeyboardHelp))
const MoreSheet = fetchedWhenOpened(() => import('./MoreSheet').then((it) => it.MoreSheet))

const BAR = PLACES.slice(0, ON_THE_BAR)

export function Shell() {
  const t = useText(messages)
  const [help, setHelp] = useState(false)
  const showHelp = () => setHelp(true)
  useGoKeys(showHelp)
  return (
    <div className={styles.shell}>
      <a href="#content" className={styles.skip}>
        {t('skip')}
      </a>
      <Rail onHelp={showHelp} />
      <div className={styles.column}>
        <header className={styles.top}>
          <Link to="/" className={styles.home}>
            <Wordmark />
          </Link>
          <div className={styles.search}>
            <SearchField />
          </div>
        </header>
        <DownBanner />
        <main id="content" className={styles.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <BottomBar onHelp={showHelp} />
      <KeyboardHelp opened={help} onClose={() => setHelp(false)} />
      <Toasts />
    </div>
  )
}

function Rail({ onHelp }: { onHelp: () => void }) {
  const t = useText(messages)
  const mayImport = useMay('researcher')
  const path = usePath()
  return (
    <nav aria-label={t('nav.main')} className={styles.rail}>
      <Link to="/" className={styles.wordmark}>
        <Wordmark />
      </Link>
      {mayImport && (
        <div className={styles.import}>
          <LinkButton to="/import" icon="upload">
            {t('nav.import')}
          </LinkButton>
        </div>
      )}
      <div className={styles.places}>
        {PLACES.map((place) => (
          <Link
            key={place.to}
            to={place.to}
            className={styles.place}
            activeOptions={{ exact: place.to === '/', includeSearch: false }}
            aria-current={liesIn(path, place) || undefined}
          >
            <Icon name={place.icon} />
            {t(place.label)}
          </Link>
        ))}
      </div>
      <div className={styles.foot}>
        <JobIndicator />
        <UserMenu onHelp={onHelp} />
      </div>
    </nav>
  )
}

function BottomBar({ onHelp }: { onHelp: () => void }) {
  const t = useText(messages)
  const [more, setMore] = useState(false)
  const path = usePath()
  const elsewhere = !BAR.some((place) => liesIn(path, place))
  return (
    <nav aria-label={t('nav.main')} className={styles.bar}>
      {BAR.map(({ to, icon, label }) => (
        <Link
          key={to}
          to={to}
          className={styles.tab}
          activeOptions={{ exact: to === '/', includeSearch: false }}
        >
          <Icon name={icon} size={22} />
          {t(label)}
        </Link>
      ))}
      <button
        type="button"
        className={styles.tab}
        aria-expanded={more}
        aria-haspopup="dialog"
        data-status={elsewhere ? 'active' : undefined}
        onClick={() => setMore(true)}
      >
        <Icon name="menu" size={22} />
        {t('nav.more')}
      </button>
      <MoreSheet opened={more} onClose={() => setMore(false)} onHelp={onHelp} />
    </nav>
  )
}

function usePath(): string {
  return useRouterState({ select: (state) => state.location.pathname })
}
