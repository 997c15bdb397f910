/** The search field of every page. On the search page it drives the address while one types. */
import { useSearch } from '@tanstack/react-router'
import { type KeyboardEvent, type SyntheticEvent, useEffect, useRef, useState } from 'react'
import { IconButton } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { KeyHint } from '@/components/KeyHint'
import { useHotkey } from '@/lib/hotkeys'
import { useText } from '@/lib/i18n'
import styles from './SearchField.module.css'
import { fieldMessages } from './fieldMessages'
import { useGo } from './going'
import { queryOf } from './params'

const PAUSE_MS = 70

export function SearchField() {
  const t = useText(fieldMessages)
  const go = useGo()
  const search = useSearch({ from: '/inside/search', shouldThrow: false })
  const onSearchPage = search !== undefined
  const asked = search?.q ?? ''
  const input = useRef<HTMLInputElement>(null)
  const [words, setWords] = useState(asked)
  const [seen, setSeen] = useState(asked)
  if (seen !== asked) {
    setSeen(asked)
    if (queryOf(words) !== asked) setWords(asked)
  }
  useHotkey('/', t('key'), t('everywhere'), () => {
    input.current?.focus()
    input.current?.select()
  })

  useEffect(() => {
    const q = queryOf(words)
    if (!onSearchPage || q === asked) return
    const timer = setTimeout(() => go({ ...search, q: q || undefined }, 'words'), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [words, asked, search, onSearchPage, go])

  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    go({ ...search, q: queryOf(words) || undefined }, 'words')
  }
  const down = (event: KeyboardEvent<HTMLInputElement>) => {
    const first = event.key === 'ArrowDown' && document.querySelector<HTMLElement>('[data-result]')
    if (!first) return
    event.preventDefault()
    first.focus()
  }
  const clear = () => {
    setWords('')
    input.current?.focus()
  }
  return (
    <form role="search" className={styles.field} onSubmit={submit}>
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        className={styles.input}
        aria-label={t('label')}
        placeholder={t('hint')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={down}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
      />
      {words ? (
        <IconButton icon="close" size="sm" label={t('clear')} onClick={clear} />
      ) : (
        <span className={styles.hint}>
          <KeyHint keys="/" />
        </span>
      )}
    </form>
  )
}
