import { SwitchField } from '@/components/fields'
import { useText } from '@/lib/i18n'
import styles from './Details.module.css'
import { EncodingChooser } from './encoding'
import { type Item, isSurvey } from './items'
import { messages } from './messages'
import type { Actions } from './useImport'

interface ReadingProps {
  item: Item
  actions: Actions
}

/** How the file is read: what is joined, in which encoding. */
export function Reading({ item, actions }: ReadingProps) {
  const t = useText(messages)
  if (!item.preview) return <p className={styles.hint}>{t('recordingOnly')}</p>
  return (
    <>
      <Joining item={item} actions={actions} />
      <EncodingChooser
        preview={item.preview}
        chosen={item.encoding}
        onChange={(encoding) => actions.reread(item.id, { encoding })}
      />
    </>
  )
}

/** Small captions become turns by a rule that is said here, and can be switched off. */
function Joining({ item, actions }: ReadingProps) {
  const t = useText(messages)
  const { preview } = item
  if (!preview?.can_join || isSurvey(item)) return null
  const { max_gap_ms, enough_chars } = preview.join_rule
  return (
    <SwitchField
      label={t('join')}
      description={`${t('joinRule', { seconds: max_gap_ms / 1000, enough: enough_chars })} ${t('joinedFrom', { count: preview.segments })}.`}
      checked={item.join}
      onChange={(event) => actions.reread(item.id, { join: event.currentTarget.checked })}
    />
  )
}
