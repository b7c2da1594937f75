import type { JSX } from 'solid-js'
import { TextField } from '#kit'

export interface WholeFieldProps {
  readonly label: string
  readonly hint?: string
  readonly error?: string | undefined
  readonly min?: number
  readonly max?: number
  readonly placeholder?: string
  /** Null for an empty field. */
  readonly value: number | null
  readonly onChange: (value: number | null) => void
}

/** A whole number, or nothing. */
export function WholeField(props: WholeFieldProps): JSX.Element {
  return (
    <TextField
      label={props.label}
      hint={props.hint}
      error={props.error}
      type="number"
      step={1}
      min={props.min ?? 0}
      max={props.max}
      placeholder={props.placeholder}
      value={props.value ?? ''}
      onChange={(event) => {
        const text = event.currentTarget.value
        props.onChange(text === '' ? null : Math.round(Number(text)))
      }}
    />
  )
}
