import { useId } from 'react'
import { Problem } from '@/api/problem'
import { Button, IconButton, LinkButton } from '@/components/Button'
import { Icon, type IconName } from '@/components/Icon'
import { Progress } from '@/components/Progress'
import { useText } from '@/lib/i18n'
import { Details } from './Details'
import { Facts } from './Facts'
import styles from './ItemCard.module.css'
import { type Item, type Stage, lacking } from './items'
import { messages } from './messages'
import { Sending } from './Sending'
import type { Import } from './useImport'
import { useProblemWords } from './useProblemWords'

const SIGNS: Record<Stage, IconName> = {
  reading: 'hourglass',
  ready: 'check',
  refused: 'ban',
  saving: 'hourglass',
  sending: 'upload',
  saved: 'check',
  failed: 'alert',
  halfway: 'alert',
}

/** One interview to be: its files, what was understood, how far it is. Opens to be corrected. */
export function ItemCard({ item, importing }: { item: Item; importing: Import }) {
  const t = useText(messages)
  const body = useId()
  const { id, stage, opened, details } = item
  const files = [item.transcript, item.recording].flatMap((file) => file?.name ?? []).join(' + ')
  const editable = stage === 'ready' || stage === 'failed'
  return (
    <li className={styles.card} data-stage={stage}>
      <div className={styles.head}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={editable ? opened : undefined}
          aria-controls={body}
          aria-label={t('open', { title: details.title || files })}
          disabled={!editable}
          onClick={() => importing.edit(id, { opened: !opened })}
        >
          <Icon name="chevron-end" size={18} />
        </button>
        <div className={styles.name}>
          <p className={styles.title}>{details.title || files}</p>
          <p className={styles.files}>{files}</p>
        </div>
        <Facts item={item} />
        <StageSign item={item} />
        <IconButton
          icon="close"
          size="sm"
          label={t('remove', { title: details.title || files })}
          disabled={stage === 'saving'}
          onClick={() => importing.remove(id)}
        />
      </div>
      <Trouble item={item} importing={importing} />
      <UnderWay item={item} importing={importing} />
      {editable && opened && (
        <div className={styles.body} id={body}>
          <Details item={item} importing={importing} />
        </div>
      )}
    </li>
  )
}

function StageSign({ item: { stage, interviewId } }: { item: Item }) {
  const t = useText(messages)
  if (stage === 'saved' && interviewId)
    return (
      <LinkButton size="sm" to="/interviews/$interviewId" params={{ interviewId }}>
        {t('goThere')}
      </LinkButton>
    )
  return (
    <span className={styles.stage} data-stage={stage}>
      <Icon name={SIGNS[stage]} size={16} />
      {t(`stage.${stage}`)}
    </span>
  )
}

/** Why it cannot be saved, or was not, and what to do. */
function Trouble({ item, importing }: { item: Item; importing: Import }) {
  const t = useText(messages)
  const words = useProblemWords()
  const missing = item.stage === 'ready' && lacking(item)
  const text = item.problem ? words(item.problem) : missing ? t(`lacking.${missing}`) : ''
  if (!text) return null
  const line = item.problem instanceof Problem ? item.problem.extra.line : undefined
  return (
    <div className={styles.trouble} role="alert">
      <Icon name="alert" size={18} />
      <p>
        {typeof line === 'number' && <strong>{t('line', { line })}: </strong>}
        {text}
      </p>
      {item.stage === 'refused' && item.encoding !== '' && (
        <Button size="sm" onClick={() => importing.reread(item.id, { encoding: '' })}>
          {t('detect')}
        </Button>
      )}
      {(item.stage === 'failed' || item.stage === 'halfway') && (
        <Button size="sm" onClick={() => void importing.save()}>
          {t('retry')}
        </Button>
      )}
      {item.stage === 'halfway' && item.interviewId && (
        <LinkButton size="sm" to="/interviews/$interviewId" params={{ interviewId: item.interviewId }}>
          {t('goThere')}
        </LinkButton>
      )}
    </div>
  )
}

/** What is going on right now. */
function UnderWay({ item, importing }: { item: Item; importing: Import }) {
  const t = useText(messages)
  const { stage, sent, recording } = item
  if (stage === 'reading')
    return (
      <div className={styles.wait}>
        <Progress value={null} label={t('readingFile', { name: item.transcript?.name ?? '' })} />
      </div>
    )
  if (stage !== 'sending' || !sent || !recording) return null
  return (
    <div className={styles.wait}>
      <Sending name={recording.name} sent={sent} onCancel={() => importing.cancel(item.id)} />
    </div>
  )
}
