/** Drawing a persona from more people: one by one, found by what is known of them, or all of a segment at once. */
import { useMutation } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { itemsOf } from '@/api/pages'
import type { Schema } from '@/api/client'
import { Avatar } from '@/components/Avatar'
import { Button, IconButton } from '@/components/Button'
import { SidePanel } from '@/components/Dialog'
import { Icon } from '@/components/Icon'
import { Loaded } from '@/components/Loaded'
import { Dotted } from '@/components/Rows'
import { FormProblem, SelectField, TextField } from '@/components/fields'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './Personas.module.css'
import { type Persona, useCandidates, usePeople, usePersonaActions, useSegments } from './api'
import { messages } from './messages'

type Candidate = Schema<'ParticipantOut'>
type Segment = Schema<'SegmentOut'>

interface AddPeopleProps {
  persona: Persona
  opened: boolean
  onClose: () => void
}

export function AddPeople({ persona, opened, onClose }: AddPeopleProps) {
  const t = useText(messages)
  const segments = useSegments().data ?? []
  return (
    <SidePanel title={t('add.title')} opened={opened} onClose={onClose}>
      {opened && (
        <div className={styles.panel}>
          <p className={styles.panelLead}>{t('add.lead')}</p>
          <Find persona={persona} />
          {segments.length > 0 && <OfSegment persona={persona} segments={segments} />}
        </div>
      )}
    </SidePanel>
  )
}

function Find({ persona }: { persona: Persona }) {
  const t = useText(messages)
  const { number } = useFormat()
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const found = useCandidates(asked)
  const inIt = new Set(itemsOf(usePeople(persona.id).data)?.map((one) => one.participant_id))
  return (
    <section className={styles.part}>
      <TextField
        label={t('add.find')}
        description={t('add.findHint')}
        leftSection={<Icon name="search" size={17} />}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Loaded query={found}>
        {({ items, total }) => {
          // What is private is told to those who research in their project.
          const people = items.filter((person) => person.private !== null)
          const rest = (total ?? items.length) - items.length
          if (people.length === 0 && rest === 0)
            return <p role="status">{t(asked ? 'add.nobody' : 'add.nobodyYet')}</p>
          return (
            <>
              <ul className={styles.people} aria-label={t('add.found')}>
                {people.map((person) => (
                  <One key={person.id} persona={persona} person={person} isIn={inIt.has(person.id)} />
                ))}
              </ul>
              {rest > 0 && (
                <p className={styles.hidden}>{t('add.rest', { count: rest, shown: number(rest) })}</p>
              )}
            </>
          )
        }}
      </Loaded>
    </section>
  )
}

function One({ persona, person, isIn }: { persona: Persona; person: Candidate; isIn: boolean }) {
  const t = useText(messages)
  const { addOne } = usePersonaActions()
  const add = useMutation({ mutationFn: () => addOne(persona, person) })
  return (
    <li>
      <Avatar name={person.pseudonym} size="sm" />
      <span className={styles.known}>
        <span dir="auto">{person.pseudonym}</span>
        <span className={styles.facts}>
          <Dotted parts={[person.role, person.segment, person.region]} />
        </span>
        <FormProblem error={add.error} />
      </span>
      {isIn ? (
        <span className={styles.isIn}>
          <Icon name="check" size={16} />
          {t('add.in')}
        </span>
      ) : (
        <IconButton
          icon="plus"
          tone="secondary"
          size="sm"
          label={t('add.one', { name: person.pseudonym })}
          disabled={add.isPending}
          onClick={() => add.mutate()}
        />
      )}
    </li>
  )
}

function OfSegment({ persona, segments }: { persona: Persona; segments: readonly Segment[] }) {
  const t = useText(messages)
  const { number } = useFormat()
  const { addSegment } = usePersonaActions()
  const [chosen, setChosen] = useState('')
  const add = useMutation({ mutationFn: () => addSegment(persona, chosen), onSuccess: () => setChosen('') })
  const sizeOf = (people: number) => t('people', { count: people, shown: number(people) })
  return (
    <section className={styles.part} aria-label={t('add.orSegment')}>
      <h3>{t('add.orSegment')}</h3>
      <FormProblem error={add.error} />
      <SelectField
        label={t('add.segment')}
        description={t('add.segmentHint')}
        placeholder={t('add.segmentChoose')}
        searchable
        clearable
        value={chosen || null}
        onChange={(value) => setChosen(value ?? '')}
        data={segments.map(({ id, name, people }) => ({ value: id, label: `${name} · ${sizeOf(people)}` }))}
      />
      <div>
        <Button icon="people" busy={add.isPending} disabled={chosen === ''} onClick={() => add.mutate()}>
          {t('add.all')}
        </Button>
      </div>
    </section>
  )
}
