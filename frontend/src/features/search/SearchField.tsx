/** The search field of every page. On the home page and on that of the search, answers come while one types. */
import { useLocation, useSearch } from '@tanstack/react-router'
import { type KeyboardEvent, type SyntheticEvent, useCallback, useEffect, useRef, useState } from 'react'
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
  // Elsewhere one reads or works on something, which a letter must not take away: there Enter asks.
  const isAtOnce = useLocation({ select: ({ pathname }) => pathname === '/' }) || search !== undefined
  const asked = search?.q ?? ''
  const input = useRef<HTMLInputElement>(null)
  const [words, setWords] = useState(asked)
  const [seen, setSeen] = useState(asked)
  /** What was asked from here and is not in the address yet. */
  const [underway, setUnderway] = useState<readonly string[]>([])
  if (seen !== asked) {
    setSeen(asked)
    setUnderway(underway.slice(underway.indexOf(asked) + 1))
    // What somebody typed on meanwhile stays; an address that came from elsewhere says what is asked.
    if (!underway.includes(asked)) setWords(asked)
  }
  useHotkey('/', t('key'), t('everywhere'), () => {
    input.current?.focus()
    input.current?.select()
  })

  const ask = useCallback(
    (q: string) => {
      if (q !== asked) setUnderway((before) => [...before, q])
      go({ ...search, q: q || undefined }, 'words')
    },
    [asked, search, go],
  )
  useEffect(() => {
    const q = queryOf(words)
    if (!isAtOnce || q === asked) return
    const timer = setTimeout(() => ask(q), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [words, asked, isAtOnce, ask])

  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    ask(queryOf(words))
    // On a phone the keyboard would go on hiding the answers.
    if (matchMedia('(pointer: coarse)').matches) input.current?.blur()
  }
  const down = (event: KeyboardEvent<HTMLInputElement>) => {
    // While an input method composes, the arrows are for its own list.
    if (event.key !== 'ArrowDown' || event.nativeEvent.isComposing) return
    const first = document.querySelector<HTMLElement>('[data-result]')
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
      {!(words && isAtOnce) && (
        <span className={styles.hint}>
          <KeyHint keys={words ? 'Enter' : '/'} />
        </span>
      )}
      {words && <IconButton icon="close" size="sm" label={t('clear')} onClick={clear} />}
    </form>
  )
}
