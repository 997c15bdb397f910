import { Menu as MantineMenu } from '@mantine/core'
import { Fragment, type ReactElement } from 'react'
import { Icon, type IconName } from './Icon'

export interface MenuEntry {
  label: string
  icon?: IconName
  onSelect: () => void
  danger?: boolean
  /** Draws a line above. */
  divided?: boolean
  disabled?: boolean
  checked?: boolean
}

/** A menu on a button: `<Menu target={<IconButton …/>} entries={[…]} />`. */
export function Menu({
  target,
  entries,
  label,
}: {
  target: ReactElement
  entries: MenuEntry[]
  label?: string
}) {
  return (
    <MantineMenu position="bottom-end" width={236} withinPortal hideDetached={false}>
      <MantineMenu.Target>{target}</MantineMenu.Target>
      <MantineMenu.Dropdown>
        {label && <MantineMenu.Label>{label}</MantineMenu.Label>}
        {entries.map((entry) => (
          <Fragment key={entry.label}>
            {entry.divided && <MantineMenu.Divider />}
            <MantineMenu.Item
              onClick={entry.onSelect}
              disabled={entry.disabled}
              data-danger={entry.danger || undefined}
              leftSection={entry.icon && <Icon name={entry.icon} size={17} />}
              rightSection={entry.checked && <Icon name="check" size={16} />}
            >
              {entry.label}
            </MantineMenu.Item>
          </Fragment>
        ))}
      </MantineMenu.Dropdown>
    </MantineMenu>
  )
}
