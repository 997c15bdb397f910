/** What can be typed, from the server's own table of fields: it cannot promise what does not work. */
import { Popover } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { $api, type Schema } from '@/api/client'
import { IconButton } from '@/components/Button'
import { useText } from '@/lib/i18n'
import styles from './SearchHelp.module.css'
import { messages } from './messages'

const EXPLAINED = [
  'tag',
  'emotion',
  'speaker',
  'role',
  'segment',
  'persona',
  'project',
  'kind',
  'language',
  'after',
  'before',
] as const

export function SearchHelp() {
  const t = useText(messages)
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={380} trapFocus shadow="md">
      <Popover.Target>
        <IconButton
          icon="info"
          label={t('help.open')}
          aria-expanded={opened}
          aria-haspopup="dialog"
          onClick={() => setOpened(!opened)}
        />
      </Popover.Target>
      <Popover.Dropdown aria-label={t('help.open')}>
        <Fields onTry={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

function Fields({ onTry }: { onTry: () => void }) {
  const t = useText(messages)
  const fields = $api.useQuery('get', '/api/search/fields', {}, { staleTime: Infinity })
  return (
    <div className={styles.help}>
      <p className={styles.intro}>{t('help.intro')}</p>
      <ul>
        <Line example={t('help.phraseExample')} text={t('help.phrase')} onTry={onTry} />
        <Line example={t('help.questionExample')} text={t('help.question')} onTry={onTry} />
        <Line example={t('help.notExample')} text={t('help.not')} onTry={onTry} />
        {fields.data?.items.map((field) => (
          <Line key={field.name} example={field.example} text={explain(t, field)} onTry={onTry} />
        ))}
      </ul>
    </div>
  )
}

function explain(t: ReturnType<typeof useText<typeof messages>>, field: Schema<'FieldOut'>): string {
  const values = field.values?.join(', ') ?? ''
  if (field.description === 'has') return t('help.has', { values })
  if (field.description === 'is') return t('help.is', { values })
  const known = EXPLAINED.find((key) => key === field.description)
  return known ? t(`help.${known}`) : field.name
}

function Line({ example, text, onTry }: { example: string; text: string; onTry: () => void }) {
  const t = useText(messages)
  const navigate = useNavigate()
  const go = () => {
    void navigate({ to: '/search', search: { q: example } })
    onTry()
  }
  return (
    <li className={styles.line}>
      <button
        type="button"
        className={styles.example}
        onClick={go}
        aria-label={t('help.try', { what: example })}
      >
        {example}
      </button>
      <span>{text}</span>
    </li>
  )
}
