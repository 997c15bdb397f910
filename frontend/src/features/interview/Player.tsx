/** The recording beside its words: a player for files, a card for what lies elsewhere, a reason when there is neither. */
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { MediaBar } from '@/components/MediaBar'
import { StreamFrame, playsStreams } from '@/components/StreamFrame'
import { clock } from '@/lib/format'
import { useText } from '@/lib/i18n'
import type { Trouble } from '@/lib/streaming'
import type { Highlight, Recording } from './data'
import { FetchCopy } from './FetchCopy'
import { Glance } from './Glance'
import { momentOf } from './links'
import { messages } from './messages'
import pageStyles from './InterviewPage.module.css'
import { type Playback, usePlaybackState } from './playback'
import styles from './Player.module.css'
import { Preparing } from './Preparing'
import { tileAt, usePeaks, useTiles } from './thumbnails'

interface PlayerProps {
  recording: Recording
  playback: Playback
  highlights: readonly Highlight[]
  title: string
  /** Controls beside the transport, e.g. to follow along. */
  children?: ReactNode
}

export function Player(props: PlayerProps) {
  const { recording, playback } = props
  const t = useText(messages)
  const { failed } = usePlaybackState(playback)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const isStream = recording.provider === 'hls'
  const [framed, setFramed] = useState(() => isStream && !playsStreams())
  // What the browser does not play by itself after all, the frame may.
  if (isStream && failed && !framed) setFramed(true)
  if (!recording.may_play) return <Notice text={t('wordsOnly')} />
  if (recording.kind === 'link' && !isStream && recording.provider !== 'file')
    return <Elsewhere recording={recording} playback={playback} />
  if (!recording.playable)
    return (
      <>
        <Notice text={t(isBeingMade(recording) ? 'beingMade' : 'notPlayable')} />
        <Preparing recording={recording} />
      </>
    )
  if (trouble || (failed && !isStream))
    return (
      <>
        <Notice text={t(trouble ? `stream.${trouble}` : 'media.failed')} />
        {recording.kind === 'link' && <Elsewhere recording={recording} playback={playback} />}
        <FetchCopy recording={recording} />
        <Preparing recording={recording} />
      </>
    )
  return <FilePlayer {...props} framed={framed} onTrouble={setTrouble} />
}

const isBeingMade = ({ work }: Recording) =>
  work.some(
    ({ kind, state }) => kind === 'recordings.transcode' && (state === 'queued' || state === 'running'),
  )

export function Notice({ text }: { text: string }) {
  return (
    <p className={pageStyles.notice}>
      <Icon name="info" size={17} />
      {text}
    </p>
  )
}

interface FilePlayerProps extends PlayerProps {
  /** Whether it plays in a frame of its own, and not in this page. */
  framed: boolean
  onTrouble: (trouble: Trouble) => void
}

function FilePlayer(props: FilePlayerProps) {
  const { recording, playback, highlights, title, children, framed, onTrouble } = props
  const t = useText(messages)
  const state = usePlaybackState(playback)
  const { attach, toggle, seek, setRate } = playback
  const peaks = usePeaks(recording.peaks_url, recording.starts_at_ms)
  const tiles = useTiles(recording.thumbnails_url)
  const source = recording.media_url ?? recording.url ?? undefined
  const marks = highlights.flatMap(({ start_ms, end_ms }) =>
    start_ms === null || end_ms === null ? [] : [{ startMs: start_ms, endMs: end_ms }],
  )
  return (
    <section className={styles.player} aria-label={title} data-video={recording.has_video || undefined}>
      {framed && source ? (
        <StreamFrame
          url={source}
          label={t('stream.frame', { title })}
          className={styles.stream}
          attach={attach}
          onTrouble={onTrouble}
          onPress={toggle}
        />
      ) : recording.has_video ? (
        // The transcript beside it is the caption, word by word.
        // eslint-disable-next-line jsx-a11y/media-has-caption
        <video
          ref={attach}
          className={styles.video}
          src={source}
          poster={recording.poster_url ?? undefined}
          preload="metadata"
          playsInline
          style={{ aspectRatio: `${recording.width ?? 16} / ${recording.height ?? 9}` }}
          onClick={toggle}
        />
      ) : (
        // eslint-disable-next-line jsx-a11y/media-has-caption
        <audio ref={attach} src={source} preload="metadata" />
      )}
      <div className={styles.controls}>
        <MediaBar
          playing={state.playing}
          waiting={state.waiting}
          atMs={state.atMs}
          lengthMs={state.lengthMs}
          rate={state.rate}
          marks={marks}
          what={title}
          peaks={peaks}
          glance={
            recording.thumbnails_url
              ? (ms) => <Glance ms={ms} tile={tileAt(tiles, ms + recording.starts_at_ms)} />
              : undefined
          }
          onToggle={toggle}
          onSeek={seek}
          onRate={setRate}
        />
        {children}
        <FetchCopy recording={recording} />
        <Preparing recording={recording} />
      </div>
    </section>
  )
}

const NAMES: Record<string, string> = {
  youtube: 'YouTube',
  vimeo: 'Vimeo',
  loom: 'Loom',
  wistia: 'Wistia',
  zoom: 'Zoom',
  drive: 'Google Drive',
}
const IN_A_FRAME = new Set(['youtube', 'vimeo', 'loom', 'wistia'])

/** A player of someone else: shown only when asked for, and started at the chosen moment. */
function Elsewhere({ recording, playback }: { recording: Recording; playback: Playback }) {
  const t = useText(messages)
  const { atMs } = usePlaybackState(playback)
  const [shown, setShown] = useState(false)
  const where = NAMES[recording.provider ?? ''] ?? t('elsewhere')
  const ms = atMs + recording.starts_at_ms
  const page = recording.url ? momentOf(recording.provider, recording.url, ms) : null
  const frame = recording.frame_url ? momentOf(recording.provider, recording.frame_url, ms) : null
  return (
    <section className={styles.elsewhere}>
      {shown && frame ? (
        <iframe
          className={styles.frame}
          src={frame}
          title={t('link.frame', { where })}
          allow="autoplay; fullscreen; picture-in-picture"
          sandbox="allow-scripts allow-same-origin allow-presentation allow-popups"
        />
      ) : (
        <p className={styles.where}>
          <Icon name="external" size={18} />
          {t('link.title', { where })}
        </p>
      )}
      <div className={styles.choices}>
        {frame && !shown && IN_A_FRAME.has(recording.provider ?? '') && (
          <Button size="sm" icon="play" onClick={() => setShown(true)}>
            {t('link.show')}
          </Button>
        )}
        {page && (
          <a className={styles.link} href={page} target="_blank" rel="noreferrer">
            {t('link.at', { time: clock(atMs) })}
          </a>
        )}
      </div>
      {frame && !shown && <p className={styles.hint}>{t('link.note', { where })}</p>}
    </section>
  )
}
