import { type ReactNode, useId, useState } from 'react'
import { TextButton } from './Button'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './FacetList.module.css'
import { messages } from './messages'

export interface FacetEntry {
  value: string
  label: string
  count: number
  /** Drawn before the label, e.g. a tag's colour. */
  sign?: ReactNode
}

interface FacetListProps {
  title: string
  entries: FacetEntry[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
  /** How many show before "more". */
  most?: number
  /** A field that finds values by name, for long lists: what is typed, and what it found (null while asking). */
  finder?: { typed: string; onType: (typed: string) => void; found: FacetEntry[] | null }
}

/** One way to narrow a list down: values with counts, several at once. Chosen ones always show. */
export function FacetList({ title, entries, chosen, onChange, most = 6, finder }: FacetListProps) {
  const t = useText(messages)
  const id = useId()
  const [all, setAll] = useState(false)
  const listed = all
    ? entries
    : entries.filter((entry, index) => index < most || chosen.includes(entry.value))
  const hidden = entries.length - listed.length
  const typed = finder?.typed.trim() ?? ''
  const shown = finder && typed ? (finder.found ?? []) : listed
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value])
  if (entries.length === 0) return null
  return (
    <section className={styles.facet} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {title}
      </h2>
      {finder && entries.length > most && <Finder title={title} {...finder} />}
      {typed && finder?.found?.length === 0 && <p className={styles.none}>{t('facet.none')}</p>}
      <ul>
        {shown.map((entry) => (
          <li key={entry.value}>
            <Choice
              entry={entry}
              checked={chosen.includes(entry.value)}
              onToggle={() => toggle(entry.value)}
            />
          </li>
        ))}
      </ul>
      {!typed && (hidden > 0 || all) && entries.length > most && (
        <TextButton aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('facet.fewer') : t('facet.more', { count: hidden })}
        </TextButton>
      )}
    </section>
  )
}

/** Finds values by the beginning of a word of their name. Escape gives the whole list back. */
function Finder({
  title,
  typed,
  onType,
}: { title: string } & Pick<NonNullable<FacetListProps['finder']>, 'typed' | 'onType'>) {
  const t = useText(messages)
  return (
    <input
      type="text"
      className={styles.finder}
      aria-label={t('facet.find', { what: title })}
      placeholder={t('facet.findHint')}
      value={typed}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onType(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !typed) return
        event.stopPropagation()
        onType('')
      }}
    />
  )
}

function Choice({ entry, checked, onToggle }: { entry: FacetEntry; checked: boolean; onToggle: () => void }) {
  const format = useFormat()
  return (
    <label className={styles.choice} data-none={entry.count === 0 || undefined}>
      <input type="checkbox" checked={checked} onChange={onToggle} />
      {entry.sign}
      <span className={styles.label}>{entry.label}</span>
      <span className={styles.count}>{format.number(entry.count)}</span>
    </label>
  )
}
