/** Mantine's theme: behaviour from Mantine, looks from tokens.css. */
import { type MantineColorsTuple, createTheme } from '@mantine/core'

const pine: MantineColorsTuple = [
  '#eef6f2',
  '#dfebe4',
  '#bfdccf',
  '#8fd0b5',
  '#66ab90',
  '#468d73',
  '#2f745c',
  '#256650',
  '#1d5b4a',
  '#144436',
]

export const theme = createTheme({
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--sans)', fontWeight: '600' },
  colors: { pine },
  primaryColor: 'pine',
  primaryShade: { light: 8, dark: 3 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Modal: {
      defaultProps: { centered: true, padding: 'xl', transitionProps: { transition: 'pop', duration: 120 } },
    },
    Drawer: { defaultProps: { padding: 'xl', position: 'right' } },
    Menu: {
      defaultProps: {
        shadow: 'none',
        offset: 6,
        transitionProps: { transition: 'pop', duration: 100 },
        // A focusable placeholder is no child that a menu may have.
        withInitialFocusPlaceholder: false,
      },
    },
    Tooltip: {
      defaultProps: { openDelay: 300, offset: 6, events: { hover: true, focus: true, touch: false } },
    },
  },
})

export const THEME_KEY = 'firsthand.theme'
