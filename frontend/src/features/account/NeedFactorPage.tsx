import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { signOut } from '@/api/session'
import { useText } from '@/lib/i18n'
import styles from './DoorPage.module.css'
import { DoorPage } from './DoorPage'
import { SetUpFactor } from './SecondFactor'
import { messages } from './messages'

/** Where somebody is kept whose administrators ask for a second factor, until it is set up. */
export function NeedFactorPage() {
  const t = useText(messages)
  const queries = useQueryClient()
  const router = useRouter()
  const leave = () => void signOut(queries).then(() => router.invalidate())
  return (
    <DoorPage title={t('factor.begin')} lead={t('factor.required')}>
      <SetUpFactor onDone={() => void router.invalidate()} />
      <p className={styles.ways}>
        <button type="button" className={styles.way} onClick={leave}>
          {t('factor.leave')}
        </button>
      </p>
    </DoorPage>
  )
}
