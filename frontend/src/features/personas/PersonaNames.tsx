/** Personas as links, one after the other. */
import { Link } from '@tanstack/react-router'
import type { Schema } from '@/api/client'
import { Dotted } from '@/components/Rows'

export function PersonaNames({ personas }: { personas: readonly Schema<'PersonaNameOut'>[] }) {
  return (
    <Dotted
      parts={personas.map(({ id, name }) => (
        <Link key={id} to="/personas/$personaId" params={{ personaId: id }}>
          {name}
        </Link>
      ))}
    />
  )
}
