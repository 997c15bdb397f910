import { useParams } from '@tanstack/react-router'
import { ReceiptPage } from '@/features/subjects'

export default function ReceiptRoute() {
  const { receiptId } = useParams({ from: '/inside/receipts/$receiptId' })
  return <ReceiptPage receiptId={receiptId} />
}
