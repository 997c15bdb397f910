import { useState } from 'react'
import { Button, LinkButton } from '@/components/Button'
import { CopyField } from '@/components/CopyField'
import { SidePanel } from '@/components/Dialog'
import {
  FormActions,
  FormStack,
  PlainForm,
  SelectField,
  SubmitActions,
  SwitchField,
} from '@/components/fields'
import { Loaded } from '@/components/Loaded'
import { EmptyState } from '@/components/States'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { type Form, type LinkMade, useForms, useMakeLink } from './api'
import styles from './Consents.module.css'
import { messages } from './messages'

interface AskPanelProps {
  participantId: string
  name: string
  canMail: boolean
  renews: boolean
  opened: boolean
  onClose: () => void
}

/** Asks somebody for consent: with which form, in which language, by mail or by a link to copy. */
export function AskPanel({ opened, onClose, ...props }: AskPanelProps) {
  const t = useText(messages)
  const [made, setMade] = useState<LinkMade | null>(null)
  const close = () => {
    onClose()
    setMade(null)
  }
  return (
    <SidePanel title={t(props.renews ? 'ask.renew' : 'ask.title')} opened={opened} onClose={close}>
      {opened &&
        (made ? <Made made={made} onDone={close} /> : <Ask {...props} onMade={setMade} onClose={close} />)}
    </SidePanel>
  )
}

type AskProps = Omit<AskPanelProps, 'opened'> & { onMade: (made: LinkMade) => void }

function Ask(props: AskProps) {
  const forms = useForms()
  return (
    <Loaded query={forms}>
      {(all) => {
        const open = all.filter((form) => !form.archived)
        return open.length > 0 ? <AskForm {...props} forms={open} /> : <NoForms />
      }}
    </Loaded>
  )
}

/** Before anybody can be asked there has to be something to ask with. */
export function NoForms() {
  const t = useText(messages)
  const to = { to: '/consents/forms/$templateId', params: { templateId: 'new' } } as const
  return (
    <EmptyState
      icon="text"
      title={t('forms.none')}
      action={
        <LinkButton tone="primary" icon="plus" {...to}>
          {t('forms.new')}
        </LinkButton>
      }
    >
      <p>{t('forms.noneText')}</p>
    </EmptyState>
  )
}

function AskForm({
  participantId,
  name,
  canMail,
  renews,
  forms,
  onMade,
  onClose,
}: AskProps & { forms: Form[] }) {
  const t = useText(messages)
  const make = useMakeLink()
  const [chosen, setChosen] = useState(forms[0]?.id ?? '')
  const [language, setLanguage] = useState<string | null>(null)
  const [byMail, setByMail] = useState(canMail)
  const form = forms.find(({ id }) => id === chosen)
  const submit = () => {
    const body = { template_id: chosen, language, by_mail: byMail, renews }
    make.mutate(
      { params: { path: { participant_id: participantId } }, body },
      {
        onSuccess: (made) => {
          if (made.url) return onMade(made)
          onClose()
          showToast({ text: t('ask.mailed', { name }), tone: 'success' })
        },
      },
    )
  }
  return (
    <PlainForm error={make.error} onSubmit={submit}>
      <p className={styles.soft}>{t('ask.lead', { name })}</p>
      <SelectField
        label={t('ask.form')}
        value={chosen}
        allowDeselect={false}
        data={forms.map(({ id, name: label }) => ({ value: id, label }))}
        onChange={(value) => setChosen(value ?? '')}
      />
      {form && <LanguageChoice form={form} value={language} onChange={setLanguage} />}
      <SwitchField
        label={t('ask.byMail')}
        description={t(canMail ? 'ask.byMailHint' : 'ask.noMail')}
        checked={byMail}
        disabled={!canMail}
        onChange={(event) => setByMail(event.currentTarget.checked)}
      />
      <SubmitActions
        label={t(byMail ? 'ask.send' : 'ask.make')}
        icon={byMail ? 'share' : 'link'}
        busy={make.isPending}
        onCancel={onClose}
      />
    </PlainForm>
  )
}

/** Which language a page opens in; it offers the others too. */
export function LanguageChoice(props: {
  form: Form
  value: string | null
  onChange: (language: string | null) => void
}) {
  const t = useText(messages)
  const format = useFormat()
  const offered = Object.keys(props.form.version.texts)
  if (offered.length < 2) return null
  return (
    <SelectField
      label={t('ask.language')}
      value={offered.includes(props.value ?? '') ? props.value : (offered[0] ?? null)}
      allowDeselect={false}
      data={offered.map((tag) => ({ value: tag, label: format.language(tag) }))}
      onChange={props.onChange}
    />
  )
}

/** A link at its birth: the only time that its address is told. */
function Made({ made, onDone }: { made: LinkMade; onDone: () => void }) {
  const t = useText(messages)
  return (
    <FormStack>
      <p>{t('ask.once')}</p>
      <CopyField label={t('ask.address')} value={made.url ?? ''} action={t('ask.copy')} />
      {made.qr && <img className={styles.qr} src={made.qr} alt={t('ask.qr')} />}
      <FormActions>
        <Button tone="primary" onClick={onDone}>
          {t('done')}
        </Button>
      </FormActions>
    </FormStack>
  )
}
