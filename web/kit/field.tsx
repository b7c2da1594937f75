import { createUniqueId, For, type JSX, Show, splitProps } from 'solid-js'

export interface FieldProps {
  readonly label: string
  readonly hint?: string | undefined
  /** What is wrong with what stands in it. */
  readonly error?: string | undefined
  readonly children: (ids: {
    readonly id: string
    readonly describedBy: string | undefined
    readonly invalid: boolean
  }) => JSX.Element
}

/** A control with its label, its hint and what is wrong with it, tied together for those who do not see them. */
export function Field(props: FieldProps): JSX.Element {
  const id = createUniqueId()
  const describedBy = () =>
    [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div class="flex flex-col gap-1.5">
      <label for={id} class="font-medium">
        {props.label}
      </label>
      {props.children({
        id,
        get describedBy() {
          return describedBy()
        },
        get invalid() {
          return props.error !== undefined
        },
      })}
      <Show when={props.hint}>
        {(hint) => (
          <p id={`${id}-hint`} class="text-sm text-soft">
            {hint()}
          </p>
        )}
      </Show>
      <Show when={props.error}>
        {(error) => (
          <p id={`${id}-error`} class="text-sm text-danger">
            {error()}
          </p>
        )}
      </Show>
    </div>
  )
}

type Described = Pick<FieldProps, 'label' | 'hint' | 'error'>

/** A line of text. */
export function TextField(props: Described & Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'id'>): JSX.Element {
  const [own, rest] = splitProps(props, ['label', 'hint', 'error', 'class'])
  return (
    <Field label={own.label} hint={own.hint} error={own.error}>
      {(ids) => (
        <input
          type="text"
          {...rest}
          id={ids.id}
          aria-describedby={ids.describedBy}
          aria-invalid={ids.invalid}
          class={`control ${ids.invalid ? 'border-danger' : ''} ${own.class ?? ''}`}
        />
      )}
    </Field>
  )
}

/** Several lines of text. */
export function TextArea(props: Described & Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, 'id'>): JSX.Element {
  const [own, rest] = splitProps(props, ['label', 'hint', 'error', 'class'])
  return (
    <Field label={own.label} hint={own.hint} error={own.error}>
      {(ids) => (
        <textarea
          rows={4}
          {...rest}
          id={ids.id}
          aria-describedby={ids.describedBy}
          aria-invalid={ids.invalid}
          class={`control ${own.class ?? ''}`}
        />
      )}
    </Field>
  )
}

export interface ChoiceProps extends Described, Omit<JSX.SelectHTMLAttributes<HTMLSelectElement>, 'id'> {
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

/** One of a few. The browser's own list: it works with every keyboard, screen reader and phone. */
export function Choice(props: ChoiceProps): JSX.Element {
  const [own, rest] = splitProps(props, ['label', 'hint', 'error', 'class', 'options', 'value'])
  return (
    <Field label={own.label} hint={own.hint} error={own.error}>
      {(ids) => (
        <select
          {...rest}
          id={ids.id}
          aria-describedby={ids.describedBy}
          aria-invalid={ids.invalid}
          class={`control ${own.class ?? ''}`}
        >
          <For each={own.options}>
            {(option) => (
              <option value={option.value} selected={option.value === own.value}>
                {option.label}
              </option>
            )}
          </For>
        </select>
      )}
    </Field>
  )
}

export interface SwitchProps {
  readonly label: string
  readonly hint?: string
  readonly checked: boolean
  readonly disabled?: boolean
  readonly onChange: (checked: boolean) => void
}

/** On or off, at once. */
export function Switch(props: SwitchProps): JSX.Element {
  const id = createUniqueId()
  return (
    <div class="flex items-start justify-between gap-4">
      <div>
        <label for={id} class="font-medium">
          {props.label}
        </label>
        <Show when={props.hint}>{(hint) => <p class="text-sm text-soft">{hint()}</p>}</Show>
      </div>
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={props.checked}
        checked={props.checked}
        disabled={props.disabled === true}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
        class="focusable relative h-6 w-11 shrink-0 cursor-pointer appearance-none rounded-full border border-faint bg-raised transition before:absolute before:left-0.5 before:top-0.5 before:h-4.5 before:w-4.5 before:rounded-full before:bg-faint before:transition before:content-[''] checked:border-accent checked:bg-accent checked:before:translate-x-5 checked:before:bg-on-accent disabled:opacity-60"
      />
    </div>
  )
}
