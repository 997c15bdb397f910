import { Menu } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { signOut, useMay, useUser } from '@/api/session'
import { Avatar } from '@/components/Avatar'
import { Icon, type IconName } from '@/components/Icon'
import { type ThemeChoice, useThemeChoice } from '@/components/theme/ThemeProvider'
import { useReport } from '@/components/useReport'
import { LOCALES, LOCALE_NAMES, useLocale, useText } from '@/lib/i18n'
import { messages } from './messages'
import styles from './UserMenu.module.css'

const THEMES: { choice: ThemeChoice; icon: IconName }[] = [
  { choice: 'light', icon: 'sun' },
  { choice: 'dark', icon: 'moon' },
  { choice: 'auto', icon: 'settings' },
]

/** Leaves this browser's session and goes to the sign-in. */
function useSignOut(): () => void {
  const queries = useQueryClient()
  const router = useRouter()
  const report = useReport()
  return () =>
    void signOut(queries)
      .then(() => router.navigate({ to: '/sign-in' }))
      .catch(report)
}

export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const t = useText(messages)
  const user = useUser()
  const isAdmin = useMay('admin')
  const mayWork = useMay('researcher')
  const navigate = useNavigate()
  const leave = useSignOut()
  return (
    <Menu position="top-start" width={236} closeOnItemClick>
      <Menu.Target>
        <button type="button" className={styles.target}>
          <Avatar name={user.name} />
          <span className={styles.name}>{user.name}</span>
          <span className="visually-hidden">{t('user.menu')}</span>
          <Icon name="more" size={18} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Entry
          icon="person"
          label={t('user.account')}
          run={() => void navigate({ to: '/settings/account' })}
        />
        {mayWork && (
          <Entry icon="hourglass" label={t('user.jobs')} run={() => void navigate({ to: '/jobs' })} />
        )}
        {mayWork && (
          <Entry
            icon="text"
            label={t('user.synonyms')}
            run={() => void navigate({ to: '/settings/synonyms' })}
          />
        )}
        {isAdmin && (
          <Entry
            icon="people"
            label={t('user.people')}
            run={() => void navigate({ to: '/settings/people' })}
          />
        )}
        {isAdmin && (
          <Entry
            icon="history"
            label={t('user.audit')}
            run={() => void navigate({ to: '/settings/audit' })}
          />
        )}
        <Entry icon="keyboard" label={t('keys.open')} run={onHelp} />
        <Menu.Divider />
        <ThemeEntries />
        <Menu.Divider />
        <LocaleEntries />
        <Menu.Divider />
        <Entry icon="exit" label={t('user.signOut')} run={leave} />
      </Menu.Dropdown>
    </Menu>
  )
}

function Entry({
  icon,
  label,
  run,
  checked,
}: {
  icon: IconName
  label: string
  run: () => void
  checked?: boolean
}) {
  return (
    <Menu.Item
      leftSection={<Icon name={icon} size={17} />}
      rightSection={checked && <Icon name="check" size={16} />}
      onClick={run}
    >
      {label}
    </Menu.Item>
  )
}

function ThemeEntries() {
  const t = useText(messages)
  const [theme, setTheme] = useThemeChoice()
  return THEMES.map(({ choice, icon }) => (
    <Entry
      key={choice}
      icon={icon}
      label={t(`theme.${choice}`)}
      checked={theme === choice}
      run={() => setTheme(choice)}
    />
  ))
}

function LocaleEntries() {
  const [locale, setLocale] = useLocale()
  return LOCALES.map((entry) => (
    <Entry
      key={entry}
      icon="globe"
      label={LOCALE_NAMES[entry]}
      checked={entry === locale}
      run={() => setLocale(entry)}
    />
  ))
}
