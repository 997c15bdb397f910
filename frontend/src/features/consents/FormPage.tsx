import { useDebouncedValue } from '@mantine/hooks'
import { Link as PageLink, useNavigate } from '@tanstack/react-router'
import { type SyntheticEvent, useState } from 'react'
import { useMay } from '@/api/session'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import {
  CheckField,
  ChoiceCards,
  FieldGroup,
  FormProblem,
  FormStack,
  SelectField,
  SubmitActions,
  TextArea,
  TextField,
  faultOf,
} from '@/components/fields'
import { Loaded } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { Tabs } from '@/components/Tabs'
import { useUndo } from '@/components/useUndo'
import { useReport } from '@/components/useReport'
import { useFormat } from '@/lib/format'
import { type Locale, useLocale, useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import styles from './Consents.module.css'
import { FormText } from './FormText'
import {
  type FormFull,
  type Version,
  useAddVersion,
  useChangeForm,
  useForm,
  useMakeForm,
  usePreview,
} from './api'
import { EXAMPLE } from './example'
import { messages } from './messages'

export const NEW = 'new'
const SCOPES = ['team', 'company', 'public'] as const
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'pt', 'da', 'sv', 'cs', 'tr', 'ar', 'zh', 'ja']
const TERMS = [6, 12, 24, 36, 60]
const FOREVER = 'forever'

type Draft = Pick<Version, 'texts' | 'scopes' | 'media' | 'valid_months'> & { name: string }

/** Where a new form begins: the example, first of all in the reader's own language. */
function freshDraft(name: string, own: Locale): Draft {
  return {
    name,
    texts: { [own]: { ...EXAMPLE[own] }, en: { ...EXAMPLE.en }, de: { ...EXAMPLE.de } },
    scopes: [...SCOPES],
    media: 'choice',
    valid_months: 24,
  }
}

/** One form: what it says in each language, what it lets people choose, and its earlier versions. */
export function FormPage({ templateId }: { templateId: string }) {
  return templateId === NEW ? <NewForm /> : <KnownFormPage templateId={templateId} />
}

function KnownFormPage({ templateId }: { templateId: string }) {
  const form = useForm(templateId)
  return (
    <Loaded query={form} page>
      {(found) => <KnownForm key={`${found.id} ${found.version.number}`} form={found} />}
    </Loaded>
  )
}

function Above() {
  const t = useText(messages)
  return (
    <PageLink to="/consents" search={{ tab: 'forms' }}>
      {t('forms.title')}
    </PageLink>
  )
}

function NewForm() {
  const t = useText(messages)
  const navigate = useNavigate()
  const [locale] = useLocale()
  const make = useMakeForm()
  const save = (draft: Draft) =>
    make.mutate(
      { body: draft },
      {
        onSuccess: ({ id }) => {
          showToast({ text: t('form.made'), tone: 'success' })
          void navigate({ to: '/consents/forms/$templateId', params: { templateId: id }, replace: true })
        },
      },
    )
  return (
    <>
      <PageHeader title={t('forms.new')} above={<Above />} lead={t('form.exampleLead')} />
      <Editor
        start={freshDraft(t('form.firstName'), locale)}
        label={t('form.make')}
        error={make.error}
        busy={make.isPending}
        onSave={save}
      />
    </>
  )
}

function KnownForm({ form }: { form: FormFull }) {
  const t = useText(messages)
  const change = useChangeForm()
  const add = useAddVersion()
  const report = useReport()
  const undoable = useUndo()
  const mayEdit = useMay('researcher')
  const path = { params: { path: { template_id: form.id } } }
  const archive = async (archived: boolean) => {
    try {
      await change.mutateAsync({ ...path, body: { archived } })
    } catch (error) {
      return report(error)
    }
    undoable({
      text: t(archived ? 'form.archivedNow' : 'form.backNow'),
      undo: () => change.mutateAsync({ ...path, body: { archived: !archived } }),
    })
  }
  const save = async ({ name, ...said }: Draft) => {
    try {
      if (name !== form.name) await change.mutateAsync({ ...path, body: { name } })
      const saved = await add.mutateAsync({ ...path, body: { ...said, after: form.version.number } })
      const text = t('form.saved', { number: saved.version.number })
      showToast({ text, tone: 'success' })
    } catch {
      // Shown above the fields.
    }
  }
  return (
    <>
      <PageHeader
        title={form.name}
        above={<Above />}
        lead={t('form.lead', { number: form.version.number })}
        actions={
          mayEdit && (
            <Button busy={change.isPending} onClick={() => void archive(!form.archived)}>
              {t(form.archived ? 'form.back' : 'form.archive')}
            </Button>
          )
        }
      />
      <Editor
        start={{ ...form.version, name: form.name }}
        label={t('form.save')}
        error={add.error ?? change.error}
        busy={add.isPending}
        onSave={(draft) => void save(draft)}
        readOnly={!mayEdit}
      />
      <Versions form={form} />
    </>
  )
}

interface EditorProps {
  start: Draft
  label: string
  error: unknown
  busy: boolean
  readOnly?: boolean
  onSave: (draft: Draft) => void
}

function Editor({ start, label, error, busy, readOnly, onSave }: EditorProps) {
  const t = useText(messages)
  const format = useFormat()
  const [draft, setDraft] = useState<Draft>({
    name: start.name,
    texts: start.texts,
    scopes: start.scopes,
    media: start.media,
    valid_months: start.valid_months,
  })
  const languages = Object.keys(draft.texts)
  const [language, setLanguage] = useState(languages[0] ?? 'en')
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  const text = draft.texts[language] ?? { title: '', body: '' }
  const write = (change: Partial<typeof text>) =>
    set({ texts: { ...draft.texts, [language]: { ...text, ...change } } })
  const remove = () => {
    const rest = Object.fromEntries(Object.entries(draft.texts).filter(([tag]) => tag !== language))
    set({ texts: rest })
    setLanguage(Object.keys(rest)[0] ?? 'en')
  }
  const more = LANGUAGES.filter((tag) => !languages.includes(tag))
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    onSave(draft)
  }
  return (
    <form onSubmit={submit} className={styles.editor}>
      <fieldset className={styles.plain} disabled={readOnly}>
        <FormStack>
          <FormProblem error={error} />
          <TextField
            label={t('form.name')}
            description={t('form.nameHint')}
            required
            withAsterisk={false}
            value={draft.name}
            error={faultOf(error, 'name')}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Tabs
            label={t('form.languages')}
            value={language}
            tabs={languages.map((tag) => ({ value: tag, label: format.language(tag) }))}
            onChange={setLanguage}
          >
            <FormStack>
              <TextField
                label={t('form.title')}
                required
                withAsterisk={false}
                lang={language}
                dir="auto"
                value={text.title}
                onChange={(event) => write({ title: event.currentTarget.value })}
              />
              <TextArea
                label={t('form.body')}
                description={t('form.bodyHint')}
                required
                withAsterisk={false}
                lang={language}
                dir="auto"
                autosize
                minRows={10}
                maxRows={24}
                value={text.body}
                onChange={(event) => write({ body: event.currentTarget.value })}
              />
            </FormStack>
          </Tabs>
          <div className={styles.languages}>
            <SelectField
              aria-label={t('form.addLanguage')}
              placeholder={t('form.addLanguage')}
              searchable
              value={null}
              data={more.map((tag) => ({ value: tag, label: format.language(tag) }))}
              onChange={(tag) => {
                if (!tag) return
                set({ texts: { ...draft.texts, [tag]: { title: '', body: '' } } })
                setLanguage(tag)
              }}
            />
            {languages.length > 1 && (
              <Button size="sm" tone="quiet" icon="trash" onClick={remove}>
                {t('form.removeLanguage', { language: format.language(language) })}
              </Button>
            )}
          </div>
          <Offers draft={draft} set={set} />
          {!readOnly && <SubmitActions label={label} busy={busy} disabled={draft.scopes.length === 0} />}
        </FormStack>
      </fieldset>
      <aside>
        <Preview title={text.title} body={text.body} language={language} />
      </aside>
    </form>
  )
}

/** What the form lets people choose. */
function Offers({ draft, set }: { draft: Draft; set: (change: Partial<Draft>) => void }) {
  const t = useText(messages)
  return (
    <>
      <FieldGroup label={t('form.scopes')}>
        {SCOPES.map((scope) => (
          <CheckField
            key={scope}
            label={t(`scope.${scope}`)}
            checked={draft.scopes.includes(scope)}
            onChange={(event) => {
              const chosen = event.currentTarget.checked
              set({ scopes: SCOPES.filter((one) => (one === scope ? chosen : draft.scopes.includes(one))) })
            }}
          />
        ))}
        {draft.scopes.length === 0 && <p className={styles.broken}>{t('form.noScope')}</p>}
      </FieldGroup>
      <ChoiceCards
        label={t('form.media')}
        value={draft.media}
        onChange={(media) => set({ media })}
        options={(['choice', 'always', 'never'] as const).map((value) => ({
          value,
          label: t(`media.${value}`),
          description: t(`media.${value}Hint`),
        }))}
      />
      <SelectField
        label={t('form.term')}
        description={t('form.termHint')}
        allowDeselect={false}
        value={String(draft.valid_months ?? FOREVER)}
        data={[
          ...[...new Set([...TERMS, ...(draft.valid_months ? [draft.valid_months] : [])])]
            .sort((one, other) => one - other)
            .map((months) => ({ value: String(months), label: t('form.months', { count: months }) })),
          { value: FOREVER, label: t('form.forever') },
        ]}
        onChange={(value) => set({ valid_months: value === FOREVER ? null : Number(value) })}
      />
    </>
  )
}

const TYPING_MS = 300

/** How the words will stand on the participant's page. */
function Preview({ title, body, language }: { title: string; body: string; language: string }) {
  const t = useText(messages)
  const [settled] = useDebouncedValue(body, TYPING_MS)
  const preview = usePreview(settled)
  return (
    <Card tone="sunken">
      <p className={styles.fine}>{t('form.preview')}</p>
      <h2 className={styles.previewTitle} lang={language} dir="auto">
        {title}
      </h2>
      <Loaded query={preview}>{({ nodes }) => <FormText nodes={nodes} language={language} />}</Loaded>
    </Card>
  )
}

function Versions({ form }: { form: FormFull }) {
  const t = useText(messages)
  const format = useFormat()
  return (
    <section className={styles.versions}>
      <h2 className={styles.cardTitle}>{t('form.versions')}</h2>
      <p className={styles.soft}>{t('form.versionsLead')}</p>
      <ol className={styles.history}>
        {form.versions.map((version) => (
          <li key={version.id}>
            <details>
              <summary>
                {t('forms.version', { number: version.number })}{' '}
                <span className={styles.fine}>{format.dateTime(version.created_at)}</span>
              </summary>
              {Object.entries(version.texts).map(([tag, text]) => (
                <div key={tag} lang={tag} dir="auto">
                  <h3>{text.title}</h3>
                  <p className={styles.raw}>{text.body}</p>
                </div>
              ))}
            </details>
          </li>
        ))}
      </ol>
    </section>
  )
}
