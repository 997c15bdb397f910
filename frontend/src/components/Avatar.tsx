import styles from './Avatar.module.css'

const HUES = 8

/** A steady number for a name, so that the same voice always wears the same colour. */
export function hueOf(name: string): number {
  let total = 0
  for (const character of name) total = (total * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return total % HUES
}

/** The first letters of up to two words. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return [first, last]
    .map((word) => (word ? [...word][0] : ''))
    .join('')
    .toLocaleUpperCase()
}

interface AvatarProps {
  name: string
  size?: 'sm' | 'md' | 'lg'
}

/** Stands for a voice or a colleague; decorative, the name is always written beside it. */
export function Avatar({ name, size = 'md' }: AvatarProps) {
  return (
    <span
      className={styles.avatar}
      data-size={size}
      data-hue={hueOf(name)}
      data-initials={initialsOf(name)}
      aria-hidden="true"
    />
  )
}
