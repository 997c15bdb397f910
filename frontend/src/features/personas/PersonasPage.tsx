/** /personas: the kinds of people one works for, each with how many it is drawn from and how much of theirs can be read. */
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useMay } from '@/api/session'
import { Button } from '@/components/Button'
import { Grid } from '@/components/Card'
import { Label } from '@/components/Chip'
import { Icon } from '@/components/Icon'
import { LinkSheet, SheetTitle } from '@/components/LinkSheet'
import { Loaded } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { QuoteSkeleton } from '@/components/Skeletons'
import { EmptyState } from '@/components/States'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { PersonaDialog } from './PersonaDialog'
import styles from './Personas.module.css'
import { type Persona, usePersonas, useQuoteCounts } from './api'
import { messages } from './messages'

export function PersonasPage() {
  const t = useText(messages)
  const navigate = useNavigate()
  const mayMake = useMay('researcher')
  const personas = usePersonas()
  const [making, setMaking] = useState(false)
  const start = mayMake && (
    <Button tone="primary" icon="plus" onClick={() => setMaking(true)}>
      {t('new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} actions={start} />
      <Loaded query={personas} waiting={<QuoteSkeleton count={2} />}>
        {({ items }) => (items.length > 0 ? <Sheets personas={items} /> : <None action={start} />)}
      </Loaded>
      <PersonaDialog
        opened={making}
        onClose={() => setMaking(false)}
        onMade={({ id }) => void navigate({ to: '/personas/$personaId', params: { personaId: id } })}
      />
    </>
  )
}

function None({ action }: { action: ReactNode }) {
  const t = useText(messages)
  return (
    <EmptyState icon="person" title={t('empty.title')} action={action}>
      <p>{t(action ? 'empty.researcher' : 'empty.viewer')}</p>
    </EmptyState>
  )
}

function Sheets({ personas }: { personas: readonly Persona[] }) {
  const quotesOf = useQuoteCounts()
  return (
    <Grid min="20rem">
      {personas.map((persona) => (
        <Sheet key={persona.id} persona={persona} quotes={quotesOf(persona)} />
      ))}
    </Grid>
  )
}

function Sheet({ persona, quotes }: { persona: Persona; quotes: number | undefined }) {
  const t = useText(messages)
  const { number } = useFormat()
  const { id, name, description, people } = persona
  return (
    <LinkSheet>
      <SheetTitle level={2} className={styles.name}>
        <Link to="/personas/$personaId" params={{ personaId: id }}>
          {name}
        </Link>
      </SheetTitle>
      {description && (
        <p className={styles.about} dir="auto">
          {description}
        </p>
      )}
      <p className={styles.meta}>
        <Label>
          <Icon name="people" size={14} />
          {people > 0 ? t('people', { count: people, shown: number(people) }) : t('nobody')}
        </Label>
        {quotes !== undefined && quotes > 0 && (
          <Link to="/search" search={{ persona: [id] }} className={styles.quotes}>
            <Icon name="quote" size={14} />
            <span>
              {t('quotes', { count: quotes, shown: number(quotes) })}
              <span className="visually-hidden"> {t('list.of', { name })}</span>
            </span>
          </Link>
        )}
      </p>
    </LinkSheet>
  )
}
