import { useParams } from '@tanstack/react-router'
import { QuotePage } from '@/features/quotes'

export default function QuoteRoute() {
  const { quoteId } = useParams({ from: '/inside/quotes/$quoteId' })
  return <QuotePage quoteId={quoteId} />
}
