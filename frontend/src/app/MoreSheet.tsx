import { Drawer } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMay } from '@/api/session'
import { Icon } from '@/components/Icon'
import { useText } from '@/lib/i18n'
import styles from './MoreSheet.module.css'
import { messages } from './messages'
import { ON_THE_BAR, PLACES } from './places'
import { UserMenu } from './UserMenu'

/** On a phone: the places that do not fit on the bar, and the account. */
export function MoreSheet({
  opened,
  onClose,
  onHelp,
}: {
  opened: boolean
  onClose: () => void
  onHelp: () => void
}) {
  const t = useText(messages)
  const mayImport = useMay('researcher')
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="bottom"
      size="30rem"
      title={t('nav.more')}
      closeButtonProps={{ 'aria-label': t('nav.close') }}
    >
      <div className={styles.list}>
        {PLACES.slice(ON_THE_BAR).map(({ to, icon, label }) => (
          <Link key={to} to={to} className={styles.entry} onClick={onClose}>
            <Icon name={icon} />
            {t(label)}
          </Link>
        ))}
        {mayImport && (
          <Link to="/import" className={styles.entry} onClick={onClose}>
            <Icon name="upload" />
            {t('nav.import')}
          </Link>
        )}
        <hr className={styles.line} />
        <UserMenu
          onHelp={() => {
            onClose()
            onHelp()
          }}
        />
      </div>
    </Drawer>
  )
}
