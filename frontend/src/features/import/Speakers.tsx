import { Button, IconButton } from '@/components/Button'
import { Chip } from '@/components/Chip'
import { SelectField, TextField } from '@/components/fields'
import { Menu } from '@/components/Menu'
import { SegmentedControl } from '@/components/SegmentedControl'
import { useText } from '@/lib/i18n'
import details from './Details.module.css'
import type { Item } from './items'
import { messages } from './messages'
import styles from './Speakers.module.css'
import type { Actions } from './useImport'
import {
  type Consent,
  type Participant,
  type Role,
  type Voice,
  type Who,
  alike,
  merge,
  part,
  whoOf,
} from './voices'

const CONSENTS: Consent[] = ['pending', 'team', 'company', 'public']

/** The voices of a file: named, merged, and given to the people they belong to. */
interface SpeakersProps {
  item: Item
  actions: Actions
  people: Participant[]
}

export function Speakers({ item, actions, people }: SpeakersProps) {
  const t = useText(messages)
  const { voices } = item
  const put = (next: Voice[]) => actions.setVoices(item.id, next)
  return (
    <section>
      <h2 className={details.heading}>{t('speakers')}</h2>
      {voices.some((voice) => isOpen(voice, people)) && <p className={styles.open}>{t('who.nobodyHint')}</p>}
      <ul className={styles.voices}>
        {voices.map((voice, index) => (
          <VoiceRow
            key={JSON.stringify(voice.names)}
            voice={voice}
            voices={voices}
            index={index}
            people={people}
            onChange={(values) => put(voices.map((one, at) => (at === index ? { ...one, ...values } : one)))}
            onMerge={(into) => put(merge(voices, index, into))}
            onPart={(name) => put(part(voices, index, name, item.preview?.speakers ?? [], t('unnamed')))}
          />
        ))}
      </ul>
    </section>
  )
}

/** A customer's voice that nobody has been named for. */
function isOpen(voice: Voice, people: Participant[]): boolean {
  return voice.role === 'participant' && whoOf(voice, people).kind === 'nobody'
}

interface VoiceRowProps {
  voice: Voice
  voices: Voice[]
  index: number
  people: Participant[]
  onChange: (values: Partial<Voice>) => void
  onMerge: (into: number) => void
  onPart: (name: string | null) => void
}

function VoiceRow(props: VoiceRowProps) {
  const { voice, onChange } = props
  const t = useText(messages)
  return (
    <li className={styles.voice}>
      <div className={styles.line}>
        <TextField
          className={styles.grow}
          label={t('speaker')}
          value={voice.label}
          maxLength={120}
          error={voice.label.trim() ? undefined : t('lacking.label')}
          onChange={(event) => onChange({ label: event.currentTarget.value })}
        />
        <SegmentedControl<Role>
          label={t('role', { name: voice.label })}
          value={voice.role}
          options={[
            { value: 'participant', label: t('role.participant') },
            { value: 'interviewer', label: t('role.interviewer') },
          ]}
          onChange={(role) => onChange({ role, decided: true, recalled: false })}
        />
        <MergeMenu {...props} />
      </div>
      <Alike {...props} />
      <MergedNames {...props} />
      {voice.role === 'participant' && <Person {...props} />}
      <p className={styles.sample} dir="auto">
        {t('turns', { count: voice.turns })}
        {voice.samples[0] && <q>{voice.samples[0]}</q>}
      </p>
    </li>
  )
}

function MergeMenu({ voice, voices, index, onMerge }: VoiceRowProps) {
  const t = useText(messages)
  if (voices.length < 2) return null
  return (
    <Menu
      target={<IconButton icon="people" label={t('merge', { name: voice.label })} />}
      entries={voices.flatMap(({ label }, at) =>
        at === index ? [] : [{ label: t('mergeInto', { name: label }), onSelect: () => onMerge(at) }],
      )}
    />
  )
}

/** Two names that differ by a letter are probably one person; it takes a click, and can be taken back. */
function Alike({ voices, index, onMerge }: VoiceRowProps) {
  const t = useText(messages)
  const twin = alike(voices, index)
  const name = voices[twin]?.label
  if (name === undefined) return null
  return (
    <p className={styles.alike}>
      {t('alike', { name })}
      <Button size="sm" tone="quiet" onClick={() => onMerge(twin)}>
        {t('alikeMerge')}
      </Button>
    </p>
  )
}

function MergedNames({ voice, onPart }: VoiceRowProps) {
  const t = useText(messages)
  if (voice.names.length < 2) return null
  return (
    <p className={styles.names}>
      {voice.names.slice(1).map((name) => (
        <Chip key={name ?? ''} label={name ?? t('unnamed')} onRemove={() => onPart(name)} />
      ))}
    </p>
  )
}

/** Whose voice it is: someone known, someone new with a pseudonym and a consent, or nobody yet. */
function Person({ voice, people, onChange }: VoiceRowProps) {
  const t = useText(messages)
  const who = whoOf(voice, people)
  const matched = who.kind === 'known' && voice.who === null
  const decide = (next: Who) => onChange({ who: next, decided: true, recalled: false })
  const choose = (value: string | null) => {
    if (value === 'new')
      decide({ kind: 'new', pseudonym: voice.label.split(/\s+/)[0] ?? '', consent: 'pending' })
    else decide(!value || value === 'nobody' ? { kind: 'nobody' } : { kind: 'known', id: value })
  }
  return (
    <div className={styles.person}>
      <SelectField
        label={t('who')}
        description={voice.recalled ? t('who.recalled') : matched ? t('who.matched') : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={[
          { value: 'nobody', label: t('who.nobody') },
          { value: 'new', label: t('who.new') },
          ...people.map(({ id, pseudonym }) => ({ value: id, label: pseudonym })),
        ]}
        value={who.kind === 'known' ? who.id : who.kind}
        searchable={people.length > 6}
        allowDeselect={false}
        onChange={choose}
      />
      {who.kind === 'new' && (
        <>
          <TextField
            label={t('pseudonym')}
            description={t('pseudonymHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={who.pseudonym}
            maxLength={120}
            error={who.pseudonym.trim() ? undefined : t('lacking.pseudonym')}
            onChange={(event) => decide({ ...who, pseudonym: event.currentTarget.value })}
          />
          <SelectField
            label={t('consent')}
            data={CONSENTS.map((consent) => ({ value: consent, label: t(`consent.${consent}`) }))}
            value={who.consent}
            allowDeselect={false}
            onChange={(consent) => decide({ ...who, consent: consent as Consent })}
          />
        </>
      )}
    </div>
  )
}
