import { useSearch } from '@tanstack/react-router'
import { SignInPage } from '@/features/account'

export default function SignInRoute() {
  const { next, problem } = useSearch({ from: '/sign-in' })
  return <SignInPage next={next} problem={problem} />
}
