import { useEffect, useRef } from 'react'
import { isProblem } from '@/api/problem'
import { TextField } from '@/components/fields'
import { useText } from '@/lib/i18n'
import { messages } from './messages'

/** Whether the server wants the code of an authenticator app. */
export function asksForCode(error: unknown): boolean {
  return isProblem(error, 'second_factor_needed')
}

interface CodeFieldProps {
  value: string
  error: unknown
  onChange: (event: { currentTarget: { value: string } }) => void
}

/** Six digits of an authenticator app, or a recovery code. */
export function CodeField({ value, error, onChange }: CodeFieldProps) {
  const t = useText(messages)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <TextField
      label={t('code.label')}
      description={t('code.hint')}
      name="code"
      inputMode="text"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      ref={field}
      required
      withAsterisk={false}
      size="md"
      value={value}
      error={isProblem(error, 'wrong_code') ? t('code.wrong') : undefined}
      onChange={onChange}
    />
  )
}
