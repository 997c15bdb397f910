import { useLocation, useSearch } from '@tanstack/react-router'
import { EnterPage } from '@/features/account'

export default function EnterRoute() {
  const { next } = useSearch({ from: '/enter' })
  const { hash } = useLocation()
  return <EnterPage secret={hash} next={next} />
}
