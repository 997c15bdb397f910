/** The one visual language, shown: each part of it in every state, in light, in dark, or side by side. */
import { type ReactNode, useState } from 'react'
import { PageHeader } from '@/components/PageHeader'
import { SegmentedControl } from '@/components/SegmentedControl'
import { Toasts } from '@/components/Toasts'
import { type Key, useText } from '@/lib/i18n'
import styles from './GalleryPage.module.css'
import { Buttons, Chips, Consents, Emotions, Quotes, Typography } from './content'
import { Fields, Lists, Overlays, Playing, Progresses, States } from './controls'
import { messages } from './messages'

const PARTS: [Key<typeof messages>, () => ReactNode][] = [
  ['type', Typography],
  ['quotes', Quotes],
  ['emotions', Emotions],
  ['tags', Chips],
  ['consent', Consents],
  ['buttons', Buttons],
  ['playing', Playing],
  ['fields', Fields],
  ['lists', Lists],
  ['progress', Progresses],
  ['overlays', Overlays],
  ['states', States],
]

type Shown = 'light' | 'dark' | 'both'

export function GalleryPage() {
  const t = useText(messages)
  const [shown, setShown] = useState<Shown>('both')
  const schemes = shown === 'both' ? (['light', 'dark'] as const) : [shown]
  const options = (['light', 'dark', 'both'] as const).map((value) => ({ value, label: t(value) }))
  return (
    <main className={styles.gallery}>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={<SegmentedControl label={t('theme')} value={shown} options={options} onChange={setShown} />}
      />
      {PARTS.map(([name, Part]) => (
        <section key={name} className={styles.part} aria-label={t(name)}>
          <h2 className={styles.title}>{t(name)}</h2>
          <div className={styles.pair} data-count={schemes.length}>
            {schemes.map((scheme) => (
              <div key={scheme} className={styles.sheet} data-mantine-color-scheme={scheme}>
                <Part />
              </div>
            ))}
          </div>
        </section>
      ))}
      <Toasts />
    </main>
  )
}
