import { createEffect, createMemo, createSignal, type JSX, on, Show } from 'solid-js'
import { Field } from './field.tsx'
import { readAmount, writeAmount } from './money.ts'

export interface MoneyFieldProps {
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  /** Sends the amount in minor units with a form; empty for none. */
  readonly name?: string
  /** ISO 4217: `EUR`. */
  readonly currency: string
  /** In minor units. */
  readonly amount?: number | null | undefined
  readonly disabled?: boolean
  readonly autofocus?: boolean
  /** Told each amount that can be read, and null when the field was emptied. */
  readonly onChange?: (amount: number | null) => void
}

/** An amount of money, typed in the person's own way. What cannot be read is said at once, and keeps the form from being sent. */
export function MoneyField(props: MoneyFieldProps): JSX.Element {
  const [typed, setTyped] = createSignal('')
  const written = () =>
    props.amount === null || props.amount === undefined ? '' : writeAmount(props.amount, props.currency)
  // What is given may be worked out anew and be the same: only another amount takes the place of what was typed.
  const [given, currency] = [createMemo(() => props.amount ?? null), createMemo(() => props.currency)]
  // What the person is typing stays as they typed it, as long as it means the same.
  createEffect(
    on([given, currency], () => {
      if (amount() !== (props.amount ?? null)) setTyped(written())
    }),
  )
  const amount = () => readAmount(typed(), props.currency)
  const isUnreadable = () => typed().trim() !== '' && amount() === null
  const type = (text: string) => {
    setTyped(text)
    if (!isUnreadable()) props.onChange?.(amount())
  }
  const tidy = () => {
    const read = amount()
    if (read !== null) setTyped(writeAmount(read, props.currency))
  }
  const error = () =>
    isUnreadable() ? `Write an amount, such as ${writeAmount(125_000, props.currency)}` : props.error
  return (
    <Field label={props.label} hint={props.hint} error={error()}>
      {(ids) => (
        <div class="relative">
          <input
            type="text"
            inputmode="decimal"
            autocomplete="off"
            id={ids.id}
            value={typed()}
            disabled={props.disabled === true}
            autofocus={props.autofocus === true}
            data-unreadable={isUnreadable() ? '' : undefined}
            aria-describedby={ids.describedBy}
            aria-invalid={ids.invalid}
            class={`control pr-16 ${ids.invalid ? 'border-danger' : ''}`}
            onInput={(event) => type(event.currentTarget.value)}
            onBlur={tidy}
          />
          <span class="pointer-events-none absolute right-3 top-2 text-soft">{props.currency}</span>
          <Show when={props.name}>{(name) => <input type="hidden" name={name()} value={amount() ?? ''} />}</Show>
        </div>
      )}
    </Field>
  )
}
