import { useParams } from '@tanstack/react-router'
import { TopicPage } from '@/features/topics'

export default function TopicRoute() {
  const { topicId } = useParams({ from: '/inside/topics/$topicId' })
  return <TopicPage topicId={topicId} />
}
