import { useParams } from '@tanstack/react-router'
import { ReelPage } from '@/features/reels'

export default function ReelRoute() {
  const { reelId } = useParams({ from: '/inside/reels/$reelId' })
  return <ReelPage reelId={reelId} />
}
