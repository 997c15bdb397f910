/**
 * Input fields: Mantine's behaviour with our looks. Every one takes `label`, an optional `description`, and `error`;
 * `faultOf(problem, 'email')` puts what the server said at the field it is about.
 */
import {
  Checkbox,
  MultiSelect,
  PasswordInput,
  Select,
  Switch,
  TagsInput,
  TextInput,
  Textarea,
} from '@mantine/core'
import { type ComponentProps, type ReactNode, type SyntheticEvent, useId } from 'react'
import { Problem } from '@/api/problem'
import { useText } from '@/lib/i18n'
import { Button } from './Button'
import { Icon, type IconName } from './Icon'
import styles from './fields.module.css'
import { messages } from './messages'
import { errorText } from './useReport'

export const TextField = TextInput
export const TextArea = Textarea
export const SelectField = Select
export const MultiSelectField = MultiSelect
export const WordsField = TagsInput
export const CheckField = Checkbox
export const SwitchField = Switch

/** A password with a button to look at it. */
export function PasswordField(props: ComponentProps<typeof PasswordInput>) {
  const t = useText(messages)
  return <PasswordInput visibilityToggleButtonProps={{ 'aria-label': t('password.show') }} {...props} />
}

interface NameFieldProps {
  label: string
  description?: string
  value: string
  error: unknown
  field?: string
  onChange: (name: string) => void
}

/** What the thing of a dialog is called: the first field, needed, and as long as the server lets names be. */
export function NameField({ label, description, value, error, field = 'name', onChange }: NameFieldProps) {
  return (
    <TextInput
      label={label}
      description={description}
      value={value}
      required
      withAsterisk={false}
      maxLength={120}
      data-autofocus
      error={faultOf(error, field)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** A calendar day; the browser's own picker knows the reader's calendar and keyboard. Value: YYYY-MM-DD or ''. */
export function DateField(props: ComponentProps<typeof TextInput>) {
  return <TextInput type="date" {...props} />
}

/** What the server said about one field. */
export function faultOf(error: unknown, field: string): string | undefined {
  return error instanceof Problem ? error.faultOf(field) : undefined
}

/** What went wrong with the form as a whole; nothing when each fault has its place at a field. */
export function FormProblem({ error, fields = [] }: { error: unknown; fields?: string[] }) {
  const t = useText(messages)
  if (!error) return null
  if (error instanceof Problem && error.faults.length > 0 && fields.some((field) => error.faultOf(field)))
    return null
  return (
    <div className={styles.problem} role="alert">
      <Icon name="alert" size={18} />
      <p>{errorText(t, error)}</p>
    </div>
  )
}

interface FormProps {
  onSubmit: () => unknown
  error?: unknown
  fields?: string[]
  children: ReactNode
}

/** A form that is sent without leaving the page: first what went wrong (see FormProblem), then its fields. */
export function PlainForm({ onSubmit, error, fields, children }: FormProps) {
  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form onSubmit={send}>
      <FormStack>
        <FormProblem error={error} fields={fields} />
        {children}
      </FormStack>
    </form>
  )
}

/** Fields one below the other, and the buttons at the end. */
export function FormStack({ children }: { children: ReactNode }) {
  return <div className={styles.stack}>{children}</div>
}

export function FormActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}

interface SubmitActionsProps {
  label: string
  icon?: IconName
  busy?: boolean
  disabled?: boolean
  onCancel?: () => void
}

/** The end of a form: what sends it and, before that, the way out. */
export function SubmitActions({ label, onCancel, ...button }: SubmitActionsProps) {
  const t = useText(messages)
  return (
    <FormActions>
      {onCancel && (
        <Button tone="quiet" onClick={onCancel}>
          {t('cancel')}
        </Button>
      )}
      <Button type="submit" tone="primary" {...button}>
        {label}
      </Button>
    </FormActions>
  )
}

/** Two fields side by side where there is room. */
export function FormPair({ children }: { children: ReactNode }) {
  return <div className={styles.pair}>{children}</div>
}

/** Fields that answer one question together. */
export function FieldGroup({
  label,
  disabled,
  children,
}: {
  label: string
  disabled?: boolean
  children: ReactNode
}) {
  return (
    <fieldset className={styles.group} disabled={disabled}>
      <legend>{label}</legend>
      {children}
    </fieldset>
  )
}

interface ChoiceCardsProps<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; label: string; description: ReactNode }[]
  onChange: (value: Value) => void
  disabled?: boolean
}

/** One of a few, each explained in plain words. */
export function ChoiceCards<Value extends string>(props: ChoiceCardsProps<Value>) {
  const { label, value, options, onChange, disabled } = props
  const name = useId()
  return (
    <FieldGroup label={label} disabled={disabled}>
      {options.map((option) => (
        <label key={option.value} className={styles.choice}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            aria-describedby={`${name}-${option.value}`}
            onChange={() => onChange(option.value)}
          />
          <span>
            <span className={styles.choiceLabel}>{option.label}</span>
            <span id={`${name}-${option.value}`} className={styles.choiceText}>
              {option.description}
            </span>
          </span>
        </label>
      ))}
    </FieldGroup>
  )
}
