import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { $api } from '@/api/client'
import { type Role } from '@/api/session'
import { Button, IconButton } from '@/components/Button'
import { Section } from '@/components/Card'
import { Label } from '@/components/Chip'
import { Loaded } from '@/components/Loaded'
import { Dotted, Row, RowIcon, Rows } from '@/components/Rows'
import { useLater } from '@/components/useLater'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import { useStaying } from '@/lib/leaving'
import { NewToken } from './NewToken'
import { type Kind, LISTS, type Token, end } from './kinds'
import { messages } from './messages'

/** One's own tokens for programs. */
export function OwnTokens() {
  return <Tokens kind="own" />
}

/** Tokens of programs that act for no person: they stay when whoever made them leaves. */
export function ServiceTokens() {
  return <Tokens kind="service" />
}

/** Make tokens, look at them, end them. */
function Tokens({ kind }: { kind: Kind }) {
  const t = useText(messages)
  const tokens = $api.useQuery('get', LISTS[kind])
  const staying = useStaying()
  const [making, setMaking] = useState(false)
  return (
    <Section
      title={t(`${kind}.title`)}
      lead={t(`${kind}.lead`)}
      actions={
        <Button icon="plus" onClick={() => setMaking(true)}>
          {t(`${kind}.new`)}
        </Button>
      }
    >
      <Loaded query={tokens}>
        {({ items }) =>
          items.length > 0 ? (
            <Rows label={t(`${kind}.title`)}>
              {items.filter(staying).map((token) => (
                <TokenRow key={token.id} kind={kind} token={token} />
              ))}
            </Rows>
          ) : (
            <p>{t(`${kind}.none`)}</p>
          )
        }
      </Loaded>
      <NewToken kind={kind} opened={making} onClose={() => setMaking(false)} />
    </Section>
  )
}

function TokenRow({ kind, token }: { kind: Kind; token: Token }) {
  const t = useText(messages)
  const format = useFormat()
  const later = useLater()
  const queries = useQueryClient()
  const revoke = () =>
    later({
      id: token.id,
      text: t('revoked', { name: token.name }),
      commit: async () => {
        await end(kind, token.id)
        await queries.invalidateQueries({ queryKey: ['get', LISTS[kind]] })
      },
    })
  return (
    <Row
      lead={<RowIcon name="key" />}
      title={token.name}
      meta={
        <Dotted
          parts={[
            token.last_used_at ? t('used', { when: format.relative(token.last_used_at) }) : t('unused'),
            token.expires_at && t('until', { date: format.date(token.expires_at) }),
            format.list(token.scopes.map((scope) => t(`scope.${scope}`))),
          ]}
        />
      }
      end={
        <>
          <Label>{t(`role.${token.role as Role}`)}</Label>
          <IconButton icon="trash" size="sm" label={t('revoke', { name: token.name })} onClick={revoke} />
        </>
      }
    />
  )
}
