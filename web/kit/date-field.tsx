import { createSignal, type JSX, Show, splitProps } from 'solid-js'
import { Field, type FieldProps, TextField } from './field.tsx'

type Described = Pick<FieldProps, 'label' | 'hint' | 'error'>

export interface DateFieldProps extends Described {
  readonly name?: string
  /** `2026-11-30`, or nothing. */
  readonly value?: string | null | undefined
  readonly min?: string
  readonly max?: string
  readonly required?: boolean
  readonly disabled?: boolean
  readonly autofocus?: boolean
  /** Told the day, or null when the field was emptied. */
  readonly onChange?: (day: string | null) => void
}

/** A day, by the browser's own calendar: it speaks the person's language and works with every keyboard and phone. */
export function DateField(props: DateFieldProps): JSX.Element {
  const [own, rest] = splitProps(props, ['value', 'onChange'])
  return (
    <TextField
      {...rest}
      type="date"
      value={own.value ?? ''}
      onChange={(event) => own.onChange?.(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    />
  )
}

export interface DateTimeFieldProps extends Described {
  readonly name?: string
  /** A moment in UTC, `2026-11-30T09:00:00Z`, or nothing. */
  readonly value?: string | null | undefined
  readonly required?: boolean
  readonly disabled?: boolean
  readonly onChange?: (moment: string | null) => void
}

/** A day and a time as the person's clock shows them. The form sends the moment in UTC. */
export function DateTimeField(props: DateTimeFieldProps): JSX.Element {
  const [typed, setTyped] = createSignal<string>()
  const shown = () => typed() ?? toLocal(props.value)
  const change = (local: string) => {
    setTyped(local)
    props.onChange?.(toMoment(local))
  }
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(ids) => (
        <>
          <input
            type="datetime-local"
            id={ids.id}
            value={shown()}
            required={props.required === true}
            disabled={props.disabled === true}
            aria-describedby={ids.describedBy}
            aria-invalid={ids.invalid}
            class={`control ${ids.invalid ? 'border-danger' : ''}`}
            onChange={(event) => change(event.currentTarget.value)}
          />
          <Show when={props.name}>
            {(name) => <input type="hidden" name={name()} value={toMoment(shown()) ?? ''} />}
          </Show>
        </>
      )}
    </Field>
  )
}

export interface TimeFieldProps extends Described {
  readonly name?: string
  /** `14:30`, or nothing. */
  readonly value?: string | null | undefined
  readonly onChange?: (time: string | null) => void
}

/** A time of day. */
export function TimeField(props: TimeFieldProps): JSX.Element {
  const [own, rest] = splitProps(props, ['value', 'onChange'])
  return (
    <TextField
      {...rest}
      type="time"
      value={own.value ?? ''}
      onChange={(event) => own.onChange?.(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    />
  )
}

/** A moment as the field shows it, `2026-11-30T10:00`, by the clock of the device. */
function toLocal(moment: string | null | undefined): string {
  if (moment === null || moment === undefined || moment === '') return ''
  const time = new Date(moment)
  if (Number.isNaN(time.getTime())) return ''
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function toMoment(local: string): string | null {
  const time = new Date(local)
  return local === '' || Number.isNaN(time.getTime()) ? null : time.toISOString()
}
