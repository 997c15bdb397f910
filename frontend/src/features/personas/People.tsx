/** Who a persona is drawn from, as far as one may see them. */
import { Link } from '@tanstack/react-router'
import { itemsOf } from '@/api/pages'
import { Avatar } from '@/components/Avatar'
import { Button, IconButton } from '@/components/Button'
import { TitledCard } from '@/components/Card'
import { Loaded, More } from '@/components/Loaded'
import { Dotted } from '@/components/Rows'
import { useReport } from '@/components/useReport'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './Personas.module.css'
import { type Drawn, type Persona, usePeople, usePersonaActions } from './api'
import { messages } from './messages'

export function People({ persona, onAdd }: { persona: Persona; onAdd?: () => void }) {
  const t = useText(messages)
  const { number } = useFormat()
  const people = usePeople(persona.id)
  const seen = people.data?.pages[0]?.total ?? persona.people
  const hidden = persona.people - seen
  const add = onAdd && (
    <Button size="sm" icon="plus" onClick={onAdd}>
      {t('who.add')}
    </Button>
  )
  return (
    <TitledCard title={t('who.title')} action={add}>
      <p className={styles.count}>
        {persona.people > 0
          ? t('people', { count: persona.people, shown: number(persona.people) })
          : t('who.none')}
      </p>
      <Loaded query={{ ...people, data: itemsOf(people.data) }}>
        {(items) => (items.length > 0 ? <List persona={persona} people={items} /> : null)}
      </Loaded>
      <More query={people} />
      {hidden > 0 && (
        <p className={styles.hidden}>
          {seen > 0 ? t('who.hidden', { count: hidden, shown: number(hidden) }) : t('who.noneToSee')}
        </p>
      )}
    </TitledCard>
  )
}

function List({ persona, people }: { persona: Persona; people: readonly Drawn[] }) {
  const t = useText(messages)
  return (
    <ul className={styles.people} aria-label={t('who.list')}>
      {people.map((person) => (
        <li key={person.participant_id}>
          <Avatar name={person.pseudonym} size="sm" />
          <Known person={person} />
          {person.may_take_out && <TakeOut persona={persona} person={person} />}
        </li>
      ))}
    </ul>
  )
}

function Known({ person }: { person: Drawn }) {
  return (
    <span className={styles.known}>
      <Link to="/participants/$participantId" params={{ participantId: person.participant_id }} dir="auto">
        {person.pseudonym}
      </Link>
      <span className={styles.facts}>
        <Dotted parts={[person.role, person.project_name]} />
      </span>
    </span>
  )
}

/** The same button of the next person, or of the one before: where the keyboard goes on when a row is gone. */
function neighbourOf(button: HTMLElement): HTMLElement | null | undefined {
  const row = button.closest('li')
  return (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector('button')
}

function TakeOut({ persona, person }: { persona: Persona; person: Drawn }) {
  const t = useText(messages)
  const report = useReport()
  const { takeOut } = usePersonaActions()
  return (
    <IconButton
      icon="close"
      size="sm"
      label={t('who.takeOut', { name: person.pseudonym })}
      onClick={(event) => {
        const near = neighbourOf(event.currentTarget)
        void takeOut(persona, person)
          .then(() => near?.focus())
          .catch(report)
      }}
    />
  )
}
