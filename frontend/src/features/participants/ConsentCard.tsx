import { useState } from 'react'
import { Button } from '@/components/Button'
import { TitledCard } from '@/components/Card'
import { ConsentBadge } from '@/components/ConsentBadge'
import { SidePanel } from '@/components/Dialog'
import { Icon, type IconName } from '@/components/Icon'
import { useFormat } from '@/lib/format'
import { type Translate, useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { ConsentForm } from './ConsentForm'
import styles from './ParticipantPage.module.css'
import { type Participant, useSetConsent } from './api'
import { messages } from './messages'

/** What someone allowed and what follows from it; researchers change it here. */
export function ConsentCard({ participant, project }: { participant: Participant; project: string }) {
  const t = useText(messages)
  const [editing, setEditing] = useState(false)
  const { consent, private: visible } = participant
  return (
    <TitledCard
      title={t('consent.title')}
      action={
        visible && (
          <Button size="sm" icon="edit" onClick={() => setEditing(true)}>
            {t('consent.change')}
          </Button>
        )
      }
    >
      <p className={styles.badge}>
        <ConsentBadge status={consent.status} scope={consent.scope} />
      </p>
      <Consequences participant={participant} project={project} />
      <ConsentPanel participant={participant} opened={editing} onClose={() => setEditing(false)} />
    </TitledCard>
  )
}

function reachOf(
  t: Translate<typeof messages>,
  { consent }: Participant,
  project: string,
  expiry: string,
): string {
  switch (consent.status) {
    case 'pending':
      return t('consent.reach.pending', { project })
    case 'withdrawn':
      return t('consent.reach.withdrawn')
    case 'expired':
      return t('consent.reach.expired', { date: expiry })
    case 'granted':
      return consent.scope === 'team'
        ? t('consent.reach.team', { project })
        : t(`consent.reach.${consent.scope}`)
  }
}

function Consequences({ participant, project }: { participant: Participant; project: string }) {
  const t = useText(messages)
  const format = useFormat()
  const { consent } = participant
  const expiry = consent.expires_on ? format.date(consent.expires_on) : ''
  const given = consent.status === 'granted'
  const lines: [IconName, string][] = [
    [given ? 'eye' : 'lock', reachOf(t, participant, project, expiry)],
    ...(given
      ? ([
          [
            consent.media_allowed ? 'volume' : 'text',
            t(consent.media_allowed ? 'consent.mediaYes' : 'consent.mediaNo'),
          ],
          ['calendar', expiry ? t('consent.until', { date: expiry }) : t('consent.noEnd')],
        ] as [IconName, string][])
      : []),
    ['history', t('consent.noted', { when: format.relative(consent.updated_at) })],
    ...(participant.private
      ? ([['flag', consent.evidence || t('consent.noEvidence')]] as [IconName, string][])
      : []),
  ]
  return (
    <ul className={styles.lines}>
      {lines.map(([icon, line]) => (
        <li key={icon}>
          <Icon name={icon} size={18} />
          {line}
        </li>
      ))}
    </ul>
  )
}

function ConsentPanel(props: { participant: Participant; opened: boolean; onClose: () => void }) {
  const { participant, opened, onClose } = props
  const t = useText(messages)
  const change = useSetConsent()
  const done = () => {
    onClose()
    showToast({ text: t('consent.saved'), tone: 'success' })
  }
  return (
    <SidePanel title={t('consent.title')} opened={opened} onClose={onClose} size="lg">
      <p className={styles.panelLead}>{t('consent.lead', { name: participant.pseudonym })}</p>
      <ConsentForm
        consent={participant.consent}
        error={change.error}
        busy={change.isPending}
        onCancel={onClose}
        onSubmit={(body) =>
          change.mutate({ params: { path: { participant_id: participant.id } }, body }, { onSuccess: done })
        }
      />
    </SidePanel>
  )
}
