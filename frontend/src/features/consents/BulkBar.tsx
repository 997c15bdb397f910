import { useState } from 'react'
import { Button, IconButton } from '@/components/Button'
import { CopyField } from '@/components/CopyField'
import { Dialog, SidePanel } from '@/components/Dialog'
import {
  DateField,
  FormActions,
  FormStack,
  PlainForm,
  SelectField,
  SwitchField,
  TextArea,
  faultOf,
} from '@/components/fields'
import { Loaded } from '@/components/Loaded'
import { useUndo } from '@/components/useUndo'
import { useText } from '@/lib/i18n'
import { LanguageChoice, NoForms } from './AskPanel'
import styles from './Consents.module.css'
import {
  type Bulk,
  type BulkAnswer,
  type ConsentRow,
  type Form,
  undoBulk,
  useBulk,
  useForms,
  useRefresh,
} from './api'
import { messages } from './messages'

type Deed = Bulk['deed']

interface BulkBarProps {
  rows: ConsentRow[]
  onClear: () => void
}

/** What can be done with several people at once; stays in sight while somebody is chosen. */
export function BulkBar({ rows, onClear }: BulkBarProps) {
  const t = useText(messages)
  const [deed, setDeed] = useState<Deed | null>(null)
  const [answer, setAnswer] = useState<BulkAnswer | null>(null)
  const offerUndo = useOfferUndo(setAnswer)
  const done = (made: BulkAnswer) => {
    setDeed(null)
    onClear()
    const told = made.items.every((item) => item.done && !item.url)
    if (!told) setAnswer(made)
    if (made.can_undo) offerUndo(made)
  }
  return (
    <>
      {rows.length > 0 && (
        <div className={styles.bar} role="region" aria-label={t('bulk.title')}>
          <p className={styles.chosen}>
            <IconButton icon="close" size="sm" label={t('bulk.clear')} onClick={onClear} />
            {t('bulk.chosen', { count: rows.length })}
          </p>
          <div className={styles.barDoings}>
            <Button size="sm" icon="share" onClick={() => setDeed('link')}>
              {t('bulk.link')}
            </Button>
            <Button size="sm" icon="edit" onClick={() => setDeed('change')}>
              {t('bulk.change')}
            </Button>
            <Button size="sm" tone="danger" icon="ban" onClick={() => setDeed('withdraw')}>
              {t('bulk.withdraw')}
            </Button>
          </div>
        </div>
      )}
      <SidePanel title={deed ? t(`bulk.${deed}`) : ''} opened={deed !== null} onClose={() => setDeed(null)}>
        {deed === 'link' && <LinkForm rows={rows} onDone={done} onClose={() => setDeed(null)} />}
        {deed === 'change' && <ChangeForm rows={rows} onDone={done} onClose={() => setDeed(null)} />}
        {deed === 'withdraw' && <WithdrawForm rows={rows} onDone={done} onClose={() => setDeed(null)} />}
      </SidePanel>
      <Answer answer={answer} onClose={() => setAnswer(null)} />
    </>
  )
}

function useOfferUndo(tell: (answer: BulkAnswer) => void): (made: BulkAnswer) => void {
  const t = useText(messages)
  const undoable = useUndo()
  const refresh = useRefresh()
  return (made) =>
    undoable({
      text: t('bulk.done', { count: made.items.filter(({ done }) => done).length }),
      undo: async () => {
        const answer = await undoBulk(made.batch_id)
        await refresh()
        if (answer?.items.some(({ done }) => !done)) tell(answer)
      },
    })
}

/** What became of each, where there is more to say than "done". */
function Answer({ answer, onClose }: { answer: BulkAnswer | null; onClose: () => void }) {
  const t = useText(messages)
  return (
    <Dialog title={t('bulk.answer')} opened={answer !== null} onClose={onClose} size="lg">
      <FormStack>
        {answer?.items.some(({ url }) => url) && <p>{t('bulk.once')}</p>}
        <ul className={styles.answers}>
          {answer?.items.map((item) => (
            <li key={item.participant_id} data-done={item.done || undefined}>
              <p>
                <strong>{item.pseudonym || t('bulk.somebody')}</strong> <span>{t(`code.${item.code}`)}</span>
              </p>
              {item.url && (
                <CopyField
                  value={item.url}
                  label={t('ask.addressOf', { name: item.pseudonym })}
                  action={t('ask.copy')}
                />
              )}
            </li>
          ))}
        </ul>
        <FormActions>
          <Button tone="primary" onClick={onClose}>
            {t('done')}
          </Button>
        </FormActions>
      </FormStack>
    </Dialog>
  )
}

interface DeedProps {
  rows: ConsentRow[]
  onDone: (answer: BulkAnswer) => void
  onClose: () => void
}

function useDeed({ rows, onDone }: DeedProps) {
  const bulk = useBulk()
  const participant_ids = rows.map(({ participant_id }) => participant_id)
  const run = (body: Omit<Bulk, 'participant_ids'>) =>
    bulk.mutate({ body: { ...body, participant_ids } }, { onSuccess: onDone })
  return { run, error: bulk.error, busy: bulk.isPending }
}

const NOTHING = { without_end: false, by_mail: false, evidence: '' }

function LinkForm(props: DeedProps) {
  const forms = useForms()
  return (
    <Loaded query={forms}>
      {(all) => {
        const open = all.filter(({ archived }) => !archived)
        return open.length > 0 ? <LinkFields {...props} forms={open} /> : <NoForms />
      }}
    </Loaded>
  )
}

function LinkFields({ forms, ...props }: DeedProps & { forms: Form[] }) {
  const t = useText(messages)
  const { run, error, busy } = useDeed(props)
  const reachable = props.rows.filter(({ can_mail }) => can_mail).length
  const [form, setForm] = useState(forms[0]?.id ?? '')
  const [language, setLanguage] = useState<string | null>(null)
  const [byMail, setByMail] = useState(reachable > 0)
  const chosen = forms.find(({ id }) => id === form)
  const submit = () => {
    run({ ...NOTHING, deed: 'link', template_id: form, language, by_mail: byMail })
  }
  return (
    <PlainForm error={error} onSubmit={submit}>
      <SelectField
        label={t('ask.form')}
        value={form}
        allowDeselect={false}
        data={forms.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(value) => setForm(value ?? '')}
      />
      {chosen && <LanguageChoice form={chosen} value={language} onChange={setLanguage} />}
      <SwitchField
        label={t('ask.byMail')}
        description={t('bulk.reachable', { count: reachable, of: props.rows.length })}
        checked={byMail}
        disabled={reachable === 0}
        onChange={(event) => setByMail(event.currentTarget.checked)}
      />
      <Actions onClose={props.onClose} busy={busy} label={t(byMail ? 'ask.send' : 'ask.make')} />
    </PlainForm>
  )
}

const SCOPES = ['team', 'company', 'public'] as const
const KEEP = ''

function ChangeForm(props: DeedProps) {
  const t = useText(messages)
  const { run, error, busy } = useDeed(props)
  const [scope, setScope] = useState<string>(KEEP)
  const [media, setMedia] = useState<string>(KEEP)
  const [end, setEnd] = useState<string>(KEEP)
  const [expires, setExpires] = useState('')
  const [evidence, setEvidence] = useState('')
  const [paper, setPaper] = useState<string>(KEEP)
  const forms = useForms().data?.filter(({ archived }) => !archived) ?? []
  const submit = () => {
    run({
      ...NOTHING,
      deed: 'change',
      template_id: paper || null,
      scope: SCOPES.find((one) => one === scope) ?? null,
      media_allowed: media === KEEP ? null : media === 'yes',
      expires_on: end === 'day' && expires ? expires : null,
      without_end: end === 'none',
      evidence,
    })
  }
  const asIs = { value: KEEP, label: t('bulk.asIs') }
  return (
    <PlainForm error={error} fields={['expires_on']} onSubmit={submit}>
      <p className={styles.soft}>{t('bulk.changeLead')}</p>
      <SelectField
        label={t('bulk.scope')}
        allowDeselect={false}
        value={scope}
        data={[asIs, ...SCOPES.map((value) => ({ value, label: t(`scope.${value}`) }))]}
        onChange={(value) => setScope(value ?? KEEP)}
      />
      <SelectField
        label={t('bulk.media')}
        allowDeselect={false}
        value={media}
        data={[asIs, { value: 'yes', label: t('bulk.mediaYes') }, { value: 'no', label: t('bulk.mediaNo') }]}
        onChange={(value) => setMedia(value ?? KEEP)}
      />
      <SelectField
        label={t('bulk.end')}
        allowDeselect={false}
        value={end}
        data={[asIs, { value: 'day', label: t('bulk.endDay') }, { value: 'none', label: t('bulk.endNone') }]}
        onChange={(value) => setEnd(value ?? KEEP)}
      />
      {end === 'day' && (
        <DateField
          label={t('bulk.expires')}
          required
          withAsterisk={false}
          value={expires}
          error={faultOf(error, 'expires_on')}
          onChange={(event) => setExpires(event.currentTarget.value)}
        />
      )}
      {forms.length > 0 && (
        <SelectField
          label={t('bulk.paper')}
          allowDeselect={false}
          value={paper}
          data={[
            { value: KEEP, label: t('bulk.noPaper') },
            ...forms.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(value) => setPaper(value ?? KEEP)}
        />
      )}
      <TextArea
        label={t('bulk.evidence')}
        description={t('bulk.evidenceHint')}
        rows={2}
        value={evidence}
        onChange={(event) => setEvidence(event.currentTarget.value)}
      />
      <Actions onClose={props.onClose} busy={busy} label={t('bulk.apply', { count: props.rows.length })} />
    </PlainForm>
  )
}

/** The one deed that is not taken back: says so, and whom it is about, before it happens. */
function WithdrawForm(props: DeedProps) {
  const t = useText(messages)
  const { run, error, busy } = useDeed(props)
  const [evidence, setEvidence] = useState('')
  const submit = () => {
    run({ ...NOTHING, deed: 'withdraw', evidence })
  }
  return (
    <PlainForm error={error} onSubmit={submit}>
      <p>{t('bulk.withdrawLead')}</p>
      <ul className={styles.names}>
        {props.rows.map(({ participant_id, pseudonym, project_name }) => (
          <li key={participant_id}>
            {pseudonym} <span className={styles.fine}>{project_name}</span>
          </li>
        ))}
      </ul>
      <TextArea
        label={t('bulk.withdrawWhy')}
        rows={2}
        value={evidence}
        onChange={(event) => setEvidence(event.currentTarget.value)}
      />
      <Actions
        danger
        onClose={props.onClose}
        busy={busy}
        label={t('bulk.withdrawDo', { count: props.rows.length })}
      />
    </PlainForm>
  )
}

function Actions(props: { onClose: () => void; busy: boolean; label: string; danger?: boolean }) {
  const t = useText(messages)
  return (
    <FormActions>
      <Button tone="quiet" onClick={props.onClose}>
        {t('cancel')}
      </Button>
      <Button type="submit" tone={props.danger ? 'danger' : 'primary'} busy={props.busy}>
        {props.label}
      </Button>
    </FormActions>
  )
}
