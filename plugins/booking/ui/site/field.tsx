import { type JSX, Show } from 'solid-js'
import { useWords } from '#site'
import type { Words } from './words/en.ts'

interface FieldProps {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly onInput: (value: string) => void
  readonly hint?: string
  readonly wrong?: string | undefined
  readonly isOptional?: boolean
  readonly isLong?: boolean
  readonly type?: 'text' | 'email' | 'tel' | 'date'
  readonly inputMode?: 'decimal'
  readonly autocomplete?: string
  readonly min?: string | undefined
  readonly max?: string | undefined
}

/** A line or a text, with what is wrong with it right below. */
export function Field(props: FieldProps): JSX.Element {
  return (
    <div class="field">
      <Label for={props.id} text={props.label} isOptional={props.isOptional === true} />
      <Show when={props.isLong} fallback={<Line {...props} />}>
        <textarea
          id={props.id}
          class="control"
          rows="3"
          value={props.value}
          aria-invalid={props.wrong !== undefined}
          aria-describedby={describedBy(props)}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      </Show>
      <Show when={props.hint}>
        {(hint) => (
          <span id={`${props.id}-hint`} class="soft small">
            {hint()}
          </span>
        )}
      </Show>
      <Fault id={props.id} wrong={props.wrong} />
    </div>
  )
}

function Line(props: FieldProps): JSX.Element {
  return (
    <input
      id={props.id}
      class="control"
      type={props.type ?? 'text'}
      inputmode={props.inputMode}
      autocomplete={props.autocomplete ?? 'off'}
      min={props.min}
      max={props.max}
      value={props.value}
      aria-required={props.isOptional !== true}
      aria-invalid={props.wrong !== undefined}
      aria-describedby={describedBy(props)}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  )
}

export function Label(props: {
  readonly for: string
  readonly text: string
  readonly isOptional: boolean
}): JSX.Element {
  const words = useWords<Words>()
  return (
    <label class="label" for={props.for}>
      {props.text} <Optional when={props.isOptional} word={words().optional} />
    </label>
  )
}

export function Optional(props: { readonly when: boolean; readonly word: string }): JSX.Element {
  return (
    <Show when={props.when}>
      <span class="soft small">({props.word})</span>
    </Show>
  )
}

export function Fault(props: { readonly id: string; readonly wrong: string | undefined }): JSX.Element {
  return (
    <Show when={props.wrong}>
      {(wrong) => (
        <span id={`${props.id}-wrong`} class="wrong">
          {wrong()}
        </span>
      )}
    </Show>
  )
}

export function describedBy(props: {
  readonly id: string
  readonly hint?: string
  readonly wrong?: string | undefined
}) {
  const ids = [
    ...(props.hint === undefined ? [] : [`${props.id}-hint`]),
    ...(props.wrong === undefined ? [] : [`${props.id}-wrong`]),
  ]
  return ids.length === 0 ? undefined : ids.join(' ')
}
