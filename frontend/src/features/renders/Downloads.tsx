import { type ReactNode, useEffect, useState } from 'react'
import { Icon } from '@/components/Icon'
import { Loaded } from '@/components/Loaded'
import { SegmentedControl } from '@/components/SegmentedControl'
import { RowsSkeleton } from '@/components/Skeletons'
import { useText } from '@/lib/i18n'
import { type Form, exportOf, useRenderActions, useRenderPlan, useRenders } from './api'
import styles from './Downloads.module.css'
import { Film } from './Film'
import { LeftOut } from './LeftOut'
import { messages } from './messages'

const PROFILES = ['480p', '720p', '1080p'] as const
const EXPORTS = ['transcript.txt', 'transcript.md', 'captions.vtt', 'reel.edl', 'reel.fcpxml'] as const

export interface DownloadableReel {
  id: string
  title: string
  version: number
  may_edit: boolean
}

export function Downloads({ reel }: { reel: DownloadableReel }) {
  const t = useText(messages)
  return (
    <div className={styles.panel}>
      <Films reel={reel} />
      <section className={styles.part}>
        <h3>{t('words')}</h3>
        <p className={styles.lead}>{t('words.lead')}</p>
        <ul className={styles.files}>
          {EXPORTS.map((name) => (
            <li key={name}>
              <a className={styles.file} href={exportOf(reel.id, name)} download>
                <Icon name={name.startsWith('reel') ? 'reel' : 'text'} size={18} />
                <span>
                  <b>{t(`get.${name}`)}</b>
                  <small>{t(`hint.${name}`)}</small>
                </span>
                <Icon name="download" size={16} />
              </a>
            </li>
          ))}
        </ul>
      </section>
      <p className={styles.consent}>
        <Icon name="shield" size={16} />
        <span>{t('consent')}</span>
      </p>
    </div>
  )
}

/** The film: how it should be, what that takes, and the one that is there or under way. */
function Films({ reel }: { reel: DownloadableReel }) {
  const t = useText(messages)
  const [form, setForm] = useState<Form>({ profile: '720p', captions: 'burned' })
  const renders = useRenders(reel.id)
  const finished = renders.data?.items.filter(({ state }) => state === 'done').length ?? 0
  const plan = useRenderPlan(reel.id, form)
  const { again } = useRenderActions(reel.id)
  // Another version of the reel, or one more film: what is there and what it takes has changed.
  useEffect(() => void again(), [again, reel.version, finished])
  const sizes = PROFILES.map((value) => ({ value, label: value }))
  const ways = (['burned', 'sidecar'] as const).map((value) => ({ value, label: t(value) }))
  return (
    <section className={styles.part}>
      <h3>{t('film')}</h3>
      <p className={styles.lead}>{t('lead')}</p>
      <div className={styles.choices}>
        <Choice label={t('size')}>
          <SegmentedControl
            label={t('size')}
            value={form.profile}
            options={sizes}
            onChange={(profile) => setForm({ ...form, profile })}
          />
        </Choice>
        <Choice label={t('captions')}>
          <SegmentedControl
            label={t('captions')}
            value={form.captions}
            options={ways}
            onChange={(captions) => setForm({ ...form, captions })}
          />
        </Choice>
      </div>
      <Loaded query={plan} waiting={<RowsSkeleton count={2} />}>
        {(found) => (
          <>
            <LeftOut items={found.left_out} />
            <Film
              reel={reel}
              form={form}
              plan={found}
              renders={(renders.data?.items ?? []).filter(
                ({ profile, captions }) => profile === form.profile && captions === form.captions,
              )}
            />
          </>
        )}
      </Loaded>
    </section>
  )
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.choice}>
      <span aria-hidden>{label}</span>
      {children}
    </div>
  )
}
