import { useParams } from '@tanstack/react-router'
import { TagPage } from '@/features/tags'

export default function TagRoute() {
  const { tagId } = useParams({ from: '/inside/tags/$tagId' })
  return <TagPage tagId={tagId} />
}
