import { type ReactNode, useState } from 'react'
import { Button } from '@/components/Button'
import {
  CheckField,
  ChoiceCards,
  DateField,
  FormProblem,
  PasswordField,
  PlainForm,
  TextArea,
  TextField,
  faultOf,
} from '@/components/fields'
import { useText } from '@/lib/i18n'
import { type NewGrant, type NewGrantBody, type Reach, type Target, useGrantActions } from './api'
import { messages } from './messages'
import styles from './ShareButton.module.css'
import { readSites } from './sites'

/** How something goes out: inside pages of named sites, or by a link for those who know a word, or for anyone. */
type Way = 'embed' | 'password' | 'open'

const FIELDS = ['origins', 'password', 'expires_at']

interface NewGrantFormProps {
  target: Target
  reach: Reach | undefined
  onMade: (grant: NewGrant) => void
}

/** Asks for the way out and what it needs, and makes the grant. */
export function NewGrantForm({ target, reach, onMade }: NewGrantFormProps) {
  const t = useText(messages)
  const { create } = useGrantActions()
  const [way, setWay] = useState<Way>('embed')
  const [sites, setSites] = useState('')
  const [password, setPassword] = useState('')
  const [label, setLabel] = useState('')
  const [day, setDay] = useState('')
  const [pinned, setPinned] = useState(false)
  const [listed, setListed] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const { origins, wrong } = readSites(sites)
  const isLink = way !== 'embed'
  const ready = isLink ? way === 'open' || password !== '' : wrong === null
  const body = (): NewGrantBody => ({
    kind: isLink ? 'share' : 'embed',
    label: label.trim(),
    origins: isLink ? [] : origins,
    expires_at: endOf(day),
    password: way === 'password' ? password : null,
    pinned: pinned && target.kind !== 'highlight',
    listed: listed && way === 'open',
  })
  const submit = () => {
    setBusy(true)
    setProblem(null)
    create(target, body())
      .then(onMade, setProblem)
      .finally(() => setBusy(false))
  }
  return (
    <PlainForm onSubmit={() => ready && submit()}>
      <ChoiceCards<Way> label={t('way')} value={way} options={useWays(reach)} onChange={setWay} />
      {way === 'embed' && (
        <TextArea
          label={t('sites')}
          description={t('sitesHelp')}
          value={sites}
          autosize
          minRows={2}
          spellCheck={false}
          error={wrong ? t('notASite', { site: wrong }) : faultOf(problem, 'origins')}
          onChange={(event) => setSites(event.currentTarget.value)}
        />
      )}
      {way === 'password' && (
        <PasswordField
          label={t('password')}
          description={t('passwordHelp')}
          autoComplete="new-password"
          maxLength={200}
          value={password}
          error={faultOf(problem, 'password')}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      )}
      <TextField
        label={t('label')}
        placeholder={t(isLink ? 'linkLabelHint' : 'labelHint')}
        maxLength={200}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <DateField
        label={t('expires')}
        value={day}
        min={new Date().toISOString().slice(0, 10)}
        error={faultOf(problem, 'expires_at')}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      {target.kind !== 'highlight' && (
        <CheckField
          label={t('pin')}
          description={t(target.kind === 'tag' ? 'pinTagHelp' : 'pinHelp')}
          checked={pinned}
          onChange={(event) => setPinned(event.currentTarget.checked)}
        />
      )}
      {way === 'open' && (
        <CheckField
          label={t('list')}
          description={t('listHelp')}
          checked={listed}
          onChange={(event) => setListed(event.currentTarget.checked)}
        />
      )}
      <FormProblem error={problem} fields={FIELDS} />
      <div className={styles.submit}>
        {way === 'embed' && origins.length === 0 && <p className={styles.quiet}>{t('noSites')}</p>}
        <Button type="submit" tone="primary" busy={busy} disabled={!ready}>
          {t(isLink ? 'createLink' : 'create')}
        </Button>
      </div>
    </PlainForm>
  )
}

/** The ways out, each with what would come through it right now. */
function useWays(reach: Reach | undefined): { value: Way; label: string; description: ReactNode }[] {
  const t = useText(messages)
  const through = (shown: number | undefined) =>
    reach && shown !== undefined ? t('through', { some: shown, clips: reach.clips }) : ''
  return [
    { value: 'embed', label: t('wayEmbed'), description: `${t('wayEmbedText')} ${through(reach?.shown)}` },
    {
      value: 'password',
      label: t('wayPassword'),
      description: `${t('wayPasswordText')} ${through(reach?.shown)}`,
    },
    { value: 'open', label: t('wayOpen'), description: `${t('wayOpenText')} ${through(reach?.public)}` },
  ]
}

/** The end of a day where the reader sits. */
export function endOf(day: string): string | null {
  return day ? new Date(`${day}T23:59:59`).toISOString() : null
}
