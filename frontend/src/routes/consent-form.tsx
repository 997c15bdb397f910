import { useParams } from '@tanstack/react-router'
import { FormPage } from '@/features/consents'

export default function ConsentFormRoute() {
  const { templateId } = useParams({ from: '/inside/consents/forms/$templateId' })
  return <FormPage templateId={templateId} />
}
