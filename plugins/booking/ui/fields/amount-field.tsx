import { createSignal, type JSX } from 'solid-js'
import { Field } from '#kit'

export interface AmountFieldProps {
  readonly label: string
  readonly hint?: string
  readonly error?: string | undefined
  /** In minutes; null for none. */
  readonly minutes: number | null
  readonly onChange: (minutes: number | null) => void
  /** Whether it may be left empty. */
  readonly canBeNone?: boolean
}

const units = [
  { minutes: 1440, label: 'days' },
  { minutes: 60, label: 'hours' },
  { minutes: 1, label: 'minutes' },
] as const

/** A length of time in the unit that says it best. */
export function AmountField(props: AmountFieldProps): JSX.Element {
  const best = (minutes: number | null) =>
    minutes === null || minutes === 0 ? 1 : (units.find((unit) => minutes % unit.minutes === 0)?.minutes ?? 1)
  const [unit, setUnit] = createSignal<number>(best(props.minutes))
  const shown = () => (props.minutes === null ? '' : String(props.minutes / unit()))
  const change = (text: string, by: number) => {
    if (text === '') return props.onChange(props.canBeNone === true ? null : 0)
    const value = Math.round(Number(text) * by)
    if (Number.isFinite(value)) props.onChange(value)
  }
  let input: HTMLInputElement | undefined
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(ids) => (
        <div class="flex gap-2">
          <input
            ref={input}
            type="number"
            min={0}
            step="any"
            id={ids.id}
            value={shown()}
            aria-describedby={ids.describedBy}
            aria-invalid={ids.invalid}
            class={`control min-w-0 flex-1 ${ids.invalid ? 'border-danger' : ''}`}
            onChange={(event) => change(event.currentTarget.value, unit())}
          />
          <select
            aria-label={`${props.label}: unit`}
            class="control min-h-10.5 w-28"
            onChange={(event) => {
              const next = Number(event.currentTarget.value)
              setUnit(next)
              change(input?.value ?? '', next)
            }}
          >
            {units.map(({ minutes, label }) => (
              <option value={minutes} selected={minutes === unit()}>
                {label}
              </option>
            ))}
          </select>
        </div>
      )}
    </Field>
  )
}
