import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { itemsOf } from '@/api/pages'
import { Button } from '@/components/Button'
import { ConsentBadge } from '@/components/ConsentBadge'
import { Dialog } from '@/components/Dialog'
import { ChoiceCards, FormActions, FormProblem, FormStack, SelectField } from '@/components/fields'
import { Loaded } from '@/components/Loaded'
import { Table } from '@/components/Rows'
import { useUndo } from '@/components/useUndo'
import { useAttributes } from '@/features/attributes'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import styles from './MergeDialog.module.css'
import { type Participant, merge, undoMerge, useMergePreview, useParticipants, useRefreshPeople } from './api'
import { messages } from './messages'

interface MergeDialogProps {
  /** Who is to be merged; null while nobody is. */
  one: Participant | null
  /** With whom, if that is known already. */
  other?: Participant
  onClose: () => void
}

/** Makes two participants one: who stays, what that means, and the way back. */
export function MergeDialog({ one, other, onClose }: MergeDialogProps) {
  const t = useText(messages)
  return (
    <Dialog title={t('merge.title')} opened={one !== null} onClose={onClose} size="lg">
      {one && <Merging one={one} given={other} onClose={onClose} />}
    </Dialog>
  )
}

function Merging({ one, given, onClose }: { one: Participant; given?: Participant; onClose: () => void }) {
  const t = useText(messages)
  const people = itemsOf(useParticipants(one.project_id).data) ?? []
  const [otherId, setOtherId] = useState<string | null>(given?.id ?? null)
  const [keptId, setKeptId] = useState(one.id)
  const other = given ?? people.find(({ id }) => id === otherId)
  const label = (person: Participant) =>
    [person.pseudonym, person.private?.legal_name, person.role].filter(Boolean).join(' · ')
  return (
    <FormStack>
      {!given && (
        <SelectField
          label={t('merge.who')}
          searchable
          data={people
            .filter(({ id }) => id !== one.id)
            .map((person) => ({ value: person.id, label: label(person) }))}
          value={otherId}
          onChange={setOtherId}
          data-autofocus
        />
      )}
      {other && (
        <>
          <ChoiceCards
            label={t('merge.keep')}
            value={keptId === other.id ? other.id : one.id}
            options={[
              [one, other],
              [other, one],
            ].map(([kept, gone]) => ({
              value: kept?.id ?? '',
              label: t('merge.keeps', { name: kept?.pseudonym ?? '' }),
              description: t('merge.keepsText', { other: gone?.pseudonym ?? '' }),
            }))}
            onChange={setKeptId}
          />
          <Outlook
            key={keptId + other.id}
            kept={keptId === other.id ? other : one}
            gone={keptId === other.id ? one : other}
            onClose={onClose}
          />
        </>
      )}
    </FormStack>
  )
}

interface OutlookProps {
  kept: Participant
  gone: Participant
  onClose: () => void
}

/** What the merge would do, and the button that does it. */
function Outlook({ kept, gone, onClose }: OutlookProps) {
  const t = useText(messages)
  const preview = useMergePreview(kept.id, gone.id)
  const save = useMerge(kept, gone, onClose)
  const names = { name: kept.pseudonym, other: gone.pseudonym }
  return (
    <>
      <Loaded query={preview}>
        {({ conflicts, consent, voices }) => (
          <div className={styles.outlook}>
            {voices > 0 && <p>{t('merge.voices', { ...names, count: voices })}</p>}
            <div className={styles.consent}>
              <span>{t('merge.consent')}</span>
              <ConsentBadge status={consent.status} scope={consent.scope} />
              {!consent.media_allowed && <span>{t('consent.mediaNo')}</span>}
            </div>
            {conflicts.length > 0 && <Conflicts project={kept.project_id} conflicts={conflicts} />}
            <p className={styles.back}>{t('merge.back')}</p>
          </div>
        )}
      </Loaded>
      <FormProblem error={save.error} />
      <FormActions>
        <Button tone="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button tone="primary" busy={save.isPending} disabled={!preview.data} onClick={() => save.mutate()}>
          {t('merge.do')}
        </Button>
      </FormActions>
    </>
  )
}

const FIELDS = ['legal_name', 'contact', 'incentive', 'segment', 'role', 'region'] as const
const WORDS = {
  legal_name: 'form.legalName',
  contact: 'form.contact',
  incentive: 'form.incentive',
  segment: 'form.segment',
  role: 'form.role',
  region: 'form.region',
} as const

function Conflicts(props: { project: string; conflicts: { field: string; kept: string; other: string }[] }) {
  const t = useText(messages)
  const attributes = useAttributes(props.project).data ?? []
  const nameOf = (field: string) => {
    const known = FIELDS.find((name) => name === field)
    const key = field.replace(/^attribute:/, '')
    return known ? t(WORDS[known]) : (attributes.find((one) => one.key === key)?.label ?? key)
  }
  return (
    <div>
      <p className={styles.heading}>{t('merge.conflicts')}</p>
      <Table
        label={t('merge.conflicts')}
        columns={[t('merge.field'), t('merge.stays'), t('merge.goes')]}
        stacks
      >
        {props.conflicts.map(({ field, kept, other }) => (
          <tr key={field}>
            <td>{nameOf(field)}</td>
            <td>{kept}</td>
            <td className={styles.goes}>{other}</td>
          </tr>
        ))}
      </Table>
    </div>
  )
}

function useMerge(kept: Participant, gone: Participant, onClose: () => void) {
  const t = useText(messages)
  const navigate = useNavigate()
  const refresh = useRefreshPeople()
  const undoable = useUndo()
  return useMutation({
    mutationFn: () => merge(kept.id, gone.id),
    onSuccess: async (made) => {
      onClose()
      await navigate({ to: '/participants/$participantId', params: { participantId: kept.id } })
      await refresh()
      undoable({
        text: t('merge.done', { name: kept.pseudonym, other: gone.pseudonym }),
        undo: () => undoMerge(made.id).then(refresh),
      })
    },
  })
}

/** Makes two of a participant again. */
export function useUnmerge() {
  const t = useText(messages)
  const refresh = useRefreshPeople()
  return useMutation({
    mutationFn: async ({ id }: { id: string; merged_name: string }) => undoMerge(id),
    onSuccess: async (_, { merged_name }) => {
      await refresh()
      showToast({ text: t('merge.undone', { name: merged_name }), tone: 'success' })
    },
  })
}
