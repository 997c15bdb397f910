import { useSearch } from '@tanstack/react-router'
import { ConsentsPage } from '@/features/consents'

export default function ConsentsRoute() {
  return <ConsentsPage asked={useSearch({ from: '/inside/consents' })} />
}
