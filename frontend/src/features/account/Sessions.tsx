import { useQueryClient } from '@tanstack/react-query'
import { $api, type Schema, api } from '@/api/client'
import { Button, IconButton } from '@/components/Button'
import { Label } from '@/components/Chip'
import { FormActions } from '@/components/fields'
import { Loaded } from '@/components/Loaded'
import { Dotted, Row, RowIcon, Rows } from '@/components/Rows'
import { useReport } from '@/components/useReport'
import { useFormat } from '@/lib/format'
import { type Translate, useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { readAgent } from './agent'
import { messages } from './messages'

type BrowserSession = Schema<'BrowserSessionOut'>

function nameOf(t: Translate<typeof messages>, agent: string): string {
  const { browser, system } = readAgent(agent)
  if (browser && system) return t('sessions.browserOn', { browser, system })
  return browser ?? system ?? t('sessions.unknown')
}

/** The browsers one is signed in with; the others can be signed out from here. */
export function Sessions() {
  const t = useText(messages)
  const queries = useQueryClient()
  const report = useReport()
  const sessions = $api.useQuery('get', '/api/me/sessions')
  const end = async ({ id }: BrowserSession) => {
    await api.DELETE('/api/me/sessions/{session_id}', { params: { path: { session_id: id } } })
    await queries.invalidateQueries({ queryKey: ['get', '/api/me/sessions'] })
    showToast({ text: t('sessions.ended') })
  }
  const endOthers = async () => {
    await api.DELETE('/api/me/sessions')
    await queries.invalidateQueries({ queryKey: ['get', '/api/me/sessions'] })
    showToast({ text: t('sessions.othersEnded'), tone: 'success' })
  }
  return (
    <Loaded query={sessions}>
      {({ items }) => (
        <>
          <Rows label={t('sessions.title')}>
            {items.map((session) => (
              <SessionRow key={session.id} session={session} onEnd={() => void end(session).catch(report)} />
            ))}
          </Rows>
          {items.some(({ current }) => !current) && (
            <FormActions>
              <Button icon="exit" onClick={() => void endOthers().catch(report)}>
                {t('sessions.endOthers')}
              </Button>
            </FormActions>
          )}
        </>
      )}
    </Loaded>
  )
}

function SessionRow({ session, onEnd }: { session: BrowserSession; onEnd: () => void }) {
  const t = useText(messages)
  const format = useFormat()
  const name = nameOf(t, session.agent)
  return (
    <Row
      lead={<RowIcon name="globe" />}
      title={name}
      meta={
        <Dotted
          parts={[
            t('sessions.since', { date: format.dateTime(session.created_at) }),
            t('sessions.until', { date: format.date(session.expires_at) }),
          ]}
        />
      }
      end={
        session.current ? (
          <Label>{t('sessions.here')}</Label>
        ) : (
          <IconButton icon="exit" size="sm" label={t('sessions.end', { what: name })} onClick={onEnd} />
        )
      }
    />
  )
}
