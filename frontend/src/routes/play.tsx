import { useSearch } from '@tanstack/react-router'
import { PlayPage } from '@/features/reels'

export default function PlayRoute() {
  return <PlayPage params={useSearch({ from: '/inside/play' })} />
}
