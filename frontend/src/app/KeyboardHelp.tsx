import { useSyncExternalStore } from 'react'
import { Dialog } from '@/components/Dialog'
import { KeyHint } from '@/components/KeyHint'
import { type Hotkey, hotkeyStore } from '@/lib/hotkeys'
import { useText } from '@/lib/i18n'
import styles from './KeyboardHelp.module.css'
import { messages } from './messages'

const IS_MAC = /mac|iphone|ipad/i.test(navigator.userAgent)

/** "mod+Enter" as the keys of this machine. */
function shown(keys: string): string {
  return keys.replace('mod+', IS_MAC ? '⌘ ' : 'Ctrl ')
}

function byGroup(hotkeys: readonly Hotkey[]): [string, Hotkey[]][] {
  const groups = new Map<string, Hotkey[]>()
  const unique = new Map(hotkeys.map((hotkey) => [hotkey.keys, hotkey])).values()
  for (const hotkey of unique) groups.set(hotkey.group, [...(groups.get(hotkey.group) ?? []), hotkey])
  return [...groups].reverse()
}

/** Lists exactly the shortcuts that work on the page that is open; the page's own come first. */
export function KeyboardHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useText(messages)
  const hotkeys = useSyncExternalStore(hotkeyStore.subscribe, hotkeyStore.read)
  return (
    <Dialog title={t('keys.title')} opened={opened} onClose={onClose}>
      {byGroup(hotkeys).map(([group, entries]) => (
        <section key={group} className={styles.group}>
          <h3 className={styles.heading}>{group}</h3>
          <dl className={styles.list}>
            {entries.map(({ keys, description }) => (
              <div key={keys} className={styles.row}>
                <dt>{description}</dt>
                <dd>
                  <KeyHint keys={shown(keys)} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}
