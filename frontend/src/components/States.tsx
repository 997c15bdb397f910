import { type ReactNode } from 'react'
import { Problem, UNREACHABLE } from '@/api/problem'
import { useText } from '@/lib/i18n'
import { Button, LinkButton } from './Button'
import { Icon, type IconName } from './Icon'
import { messages } from './messages'
import styles from './States.module.css'
import { errorText } from './useReport'

interface EmptyStateProps {
  icon?: IconName
  title: string
  /** Says what to do next. */
  children?: ReactNode
  action?: ReactNode
}

/** Nothing here yet: says what will be here, and what to do next. */
export function EmptyState({ icon = 'quote', title, children, action }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      <span className={styles.drawing}>
        <Icon name={icon} size={26} />
      </span>
      <h2 className={styles.title}>{title}</h2>
      {children && <div className={styles.text}>{children}</div>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  )
}

/** Says what happened, what is safe, and offers to try again. Refused access shows its own words. */
export function ErrorState({
  error,
  retry,
  level = 2,
}: {
  error: unknown
  retry?: () => void
  level?: 1 | 2
}) {
  const t = useText(messages)
  const Heading = `h${level}` as const
  if (error instanceof Problem && (error.status === 403 || error.status === 404))
    return <NoAccess level={level} />
  return (
    <div className={styles.state} role="alert">
      <span className={styles.drawing} data-tone="danger">
        <Icon name="alert" size={26} />
      </span>
      <Heading className={styles.title}>{t('error.title')}</Heading>
      <div className={styles.text}>
        <p>{errorText(t, error)}</p>
        <p>{t('error.safe')}</p>
        {error instanceof Problem && error.code !== UNREACHABLE && (
          <p className={styles.code}>{t('error.code', { code: error.code })}</p>
        )}
      </div>
      {retry && (
        <div className={styles.action}>
          <Button onClick={retry}>{t('retry')}</Button>
        </div>
      )}
    </div>
  )
}

interface NoAccessProps {
  title?: string
  children?: ReactNode
  /** 1 where it stands for the whole page. */
  level?: 1 | 2
}

/** What may not be seen and what does not exist look alike: which it is is nobody's business. */
export function NoAccess({ title, children, level = 2 }: NoAccessProps) {
  const t = useText(messages)
  const Heading = `h${level}` as const
  return (
    <div className={styles.state}>
      <span className={styles.drawing}>
        <Icon name="lock" size={26} />
      </span>
      <Heading className={styles.title}>{title ?? t('noAccess.title')}</Heading>
      <div className={styles.text}>{children ?? <p>{t('noAccess.text')}</p>}</div>
      <div className={styles.action}>
        <LinkButton to="/">{t('noAccess.home')}</LinkButton>
      </div>
    </div>
  )
}
