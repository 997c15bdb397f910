import { useState } from 'react'
import { AnchorButton, Button } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { Notice } from '@/components/Notice'
import { Progress } from '@/components/Progress'
import { useReport } from '@/components/useReport'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { type Form, type Render, type RenderPlan, fileOf, isUnderWay, savedOf, useRenderActions } from './api'
import styles from './Downloads.module.css'
import type { DownloadableReel } from './Downloads'
import { messages } from './messages'

interface FilmProps {
  reel: DownloadableReel
  form: Form
  plan: RenderPlan
  /** Those in this form, newest first. */
  renders: Render[]
}

/** The film in one form: ready, under way, outdated or not made yet; always with the one thing to do next. */
export function Film(props: FilmProps) {
  const t = useText(messages)
  const { plan, renders, reel } = props
  const working = renders.find(isUnderWay)
  if (working) return <Working reelId={reel.id} render={working} />
  const current = renders.find(({ id }) => id === plan.render_id)
  if (current) return <Ready render={current} note={t('current')} />
  if (plan.pieces === 0) return <p className={styles.lead}>{t('nothing')}</p>
  return <ToMake {...props} />
}

function Ready({ render, note }: { render: Render; note: string }) {
  const t = useText(messages)
  const format = useFormat()
  return (
    <div className={styles.ready}>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- the track is there when captions are not in the picture */}
      <video
        className={styles.video}
        controls
        preload="none"
        poster={fileOf(render, 'poster.jpg')}
        src={fileOf(render, 'reel.mp4')}
      >
        {render.captions === 'sidecar' && (
          <track kind="captions" src={fileOf(render, 'captions.vtt')} default />
        )}
      </video>
      <p className={styles.current}>
        <Icon name="check" size={16} />
        <span>{[note, format.clock(render.length_ms), format.bytes(render.size_bytes)].join(' · ')}</span>
      </p>
      <div className={styles.actions}>
        <AnchorButton tone="primary" icon="download" href={savedOf(render)} download>
          {t('getFilm')}
        </AnchorButton>
        {render.captions === 'sidecar' && (
          <AnchorButton icon="text" href={fileOf(render, 'captions.vtt')} download="captions.vtt">
            {t('getCaptions')}
          </AnchorButton>
        )}
      </div>
    </div>
  )
}

/** How far it is, how long it will take, and a way to stop it. */
function Working({ reelId, render }: { reelId: string; render: Render }) {
  const t = useText(messages)
  const report = useReport()
  const { cancel } = useRenderActions(reelId)
  const words = render.state === 'queued' ? t('waiting') : t('working')
  return (
    <div className={styles.working}>
      <div className={styles.head}>
        <b>{words}</b>
        {render.may_cancel && (
          <Button size="sm" onClick={() => void cancel(render.id).catch(report)}>
            {t('cancel')}
          </Button>
        )}
      </div>
      <Progress value={render.state === 'queued' ? null : render.progress} label={words} />
      <p className={styles.facts} role="status">
        <Left render={render} />
      </p>
      <p className={styles.lead}>{t('stays')}</p>
    </div>
  )
}

function Left({ render }: { render: Render }) {
  const t = useText(messages)
  if (render.state === 'queued') return null
  const percent = t('percent', { percent: Math.floor(render.progress * 100) })
  const left = render.seconds_left
  if (left === null || left === undefined) return percent
  const words =
    left < 8
      ? t('soon')
      : left < 90
        ? t('seconds', { seconds: left })
        : t('minutes', { count: Math.round(left / 60) })
  return `${percent} · ${words}`
}

/** Not there yet, or not any more: what it would take, and what became of the last one. */
function ToMake({ reel, form, plan, renders }: FilmProps) {
  const t = useText(messages)
  const report = useReport()
  const format = useFormat()
  const { make } = useRenderActions(reel.id)
  const [asking, setAsking] = useState(false)
  const older = renders.find(({ state }) => state === 'done')
  const ask = () => {
    setAsking(true)
    void make(form)
      .catch(report)
      .finally(() => setAsking(false))
  }
  const facts = [format.clock(plan.length_ms), t('pieces', { count: plan.pieces }), useCost(plan)]
  return (
    <div className={styles.ready}>
      <LastOne render={renders[0]} />
      {older && (
        <Notice icon="history">
          {t('stale', { when: format.relative(older.finished_at ?? older.created_at) })}
        </Notice>
      )}
      {!reel.may_edit && !older && <p className={styles.lead}>{t('nobody')}</p>}
      {reel.may_edit && <p className={styles.facts}>{facts.join(' · ')}</p>}
      <div className={styles.actions}>
        {reel.may_edit && (
          <Button tone="primary" icon="reel" busy={asking} onClick={ask}>
            {t(older ? 'makeAgain' : 'make')}
          </Button>
        )}
        {older && (
          <AnchorButton icon="download" href={savedOf(older)} download>
            {t('getOlder')}
          </AnchorButton>
        )}
      </div>
    </div>
  )
}

function useCost(plan: RenderPlan): string {
  const t = useText(messages)
  if (plan.to_encode === 0) return t('encodeNone')
  if (plan.to_encode === plan.pieces) return t('encodeAll')
  return t('encodeSome', { some: plan.to_encode, all: plan.pieces })
}

/** Why the last attempt left nothing. */
function LastOne({ render }: { render: Render | undefined }) {
  const t = useText(messages)
  if (!render || render.state === 'done') return null
  if (render.state === 'cancelled') return <p className={styles.lead}>{t('cancelled')}</p>
  if (render.state === 'failed')
    return (
      <Notice icon="alert" urgent>
        {t('failed')} {render.message}
      </Notice>
    )
  const known = (['withdrawn', 'expired', 'gone'] as const).find((why) => why === render.purged_for)
  return <Notice icon="shield">{t(`purged.${known ?? 'other'}`)}</Notice>
}
