import { type ReactNode, useEffect, useRef } from 'react'
import { isTyping } from '@/lib/hotkeys'
import styles from './PageHeader.module.css'

const PRODUCT = 'Firsthand'

/** Names the page in the browser's tab. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · ${PRODUCT}` : PRODUCT
  }, [title])
}

let focusExpected = false

/** The next page's heading takes the focus, unless someone is typing (the search field stays theirs). */
export function expectFocus(): void {
  focusExpected = true
}

interface PageHeaderProps {
  title: string
  /** A line above the title: where this page hangs, usually a link. */
  above?: ReactNode
  /** A sentence below the title. */
  lead?: ReactNode
  /** What can be done with the page as a whole. */
  actions?: ReactNode
}

/** Every page's head: names the tab, holds the only h1, and takes the focus after navigation. */
export function PageHeader({ title, above, lead, actions }: PageHeaderProps) {
  usePageTitle(title)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (focusExpected && !isTyping(document.activeElement)) heading.current?.focus({ preventScroll: true })
    focusExpected = false
  }, [])
  return (
    <header className={styles.header}>
      <div className={styles.words}>
        {above && <div className={styles.above}>{above}</div>}
        <h1 className={styles.title} tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {lead && <p className={styles.lead}>{lead}</p>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  )
}
