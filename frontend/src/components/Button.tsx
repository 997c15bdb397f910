import { Tooltip } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import styles from './Button.module.css'
import { Icon, type IconName } from './Icon'

interface Look {
  /** primary: the one thing to do here; secondary: everything else; quiet: beside content; danger: takes away. */
  tone?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 'sm' | 'md' | 'lg'
  icon?: IconName
  children?: ReactNode
}

interface ButtonProps extends Look, ButtonHTMLAttributes<HTMLButtonElement> {
  /** Work is under way: the button keeps its width and its words, and cannot be pressed twice. */
  busy?: boolean
  ref?: Ref<HTMLButtonElement>
}

const ICON_SIZE = { sm: 16, md: 18, lg: 20 }

export function Button({
  tone = 'secondary',
  size = 'md',
  icon,
  busy,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={styles.button}
      data-tone={tone}
      data-size={size}
      data-busy={busy || undefined}
      aria-busy={busy || undefined}
      disabled={disabled || busy}
    >
      {icon && <Icon name={icon} size={ICON_SIZE[size]} />}
      {children}
    </button>
  )
}

interface AnchorProps extends Look, AnchorHTMLAttributes<HTMLAnchorElement> {
  ref?: Ref<HTMLAnchorElement>
}

/** A link that looks like a button; goes to a file, or away from here. */
export function AnchorButton({ tone = 'secondary', size = 'md', icon, children, ...rest }: AnchorProps) {
  return (
    <a {...rest} className={styles.button} data-tone={tone} data-size={size}>
      {icon && <Icon name={icon} size={ICON_SIZE[size]} />}
      {children}
    </a>
  )
}

/** A link that looks like a button; goes to a page of ours. */
export const LinkButton = createLink(AnchorButton)

/** A small deed within text, of no more weight than a link. */
export function TextButton(props: ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button type="button" {...props} className={styles.text} />
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  icon: IconName
  /** What it does; read out and shown on hover. */
  label: string
  tone?: 'quiet' | 'secondary' | 'primary' | 'danger'
  size?: 'sm' | 'md' | 'lg'
  ref?: Ref<HTMLButtonElement>
}

export function IconButton({ icon, label, tone = 'quiet', size = 'md', ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <button
        type="button"
        {...rest}
        className={styles.button}
        data-tone={tone}
        data-size={size}
        data-square
        aria-label={label}
      >
        <Icon name={icon} size={ICON_SIZE[size]} />
      </button>
    </Tooltip>
  )
}
