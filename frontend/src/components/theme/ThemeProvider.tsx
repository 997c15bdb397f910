import {
  DirectionProvider,
  MantineProvider,
  localStorageColorSchemeManager,
  useMantineColorScheme,
} from '@mantine/core'
import { setNonce } from 'get-nonce'
import type { ReactNode } from 'react'
import { directionOf, useLocale } from '@/lib/i18n'
import { THEME_KEY, theme } from './theme'
import './layers.css'

// The page's policy lets in only styles that carry the nonce of its own answer; the development server has neither.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? ''
if (nonce) setNonce(nonce)

const manager = localStorageColorSchemeManager({ key: THEME_KEY })

export type ThemeChoice = 'light' | 'dark' | 'auto'

/** Everything that is drawn goes inside: tokens, fonts, light or dark, direction of writing. */
export function ThemeProvider({ children, forced }: { children: ReactNode; forced?: 'light' | 'dark' }) {
  const [locale] = useLocale()
  return (
    <DirectionProvider initialDirection={directionOf(locale)} key={directionOf(locale)}>
      <MantineProvider
        theme={theme}
        colorSchemeManager={manager}
        defaultColorScheme="auto"
        forceColorScheme={forced}
        getStyleNonce={() => nonce}
      >
        {children}
      </MantineProvider>
    </DirectionProvider>
  )
}

/** The reader's choice of light, dark or the system's, kept in this browser. */
export function useThemeChoice(): [ThemeChoice, (choice: ThemeChoice) => void] {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return [colorScheme, setColorScheme]
}
