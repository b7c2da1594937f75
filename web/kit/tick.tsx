import { createUniqueId, type JSX, Show } from 'solid-js'

export interface TickProps {
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly name: string
  readonly value?: string
  readonly checked?: boolean
  readonly onChange?: (checked: boolean) => void
}

/** A box to tick in a form, sent with it. */
export function Tick(props: TickProps): JSX.Element {
  const id = createUniqueId()
  const describedBy = () =>
    [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div>
      <label class="flex min-h-8 cursor-pointer items-start gap-3 py-1">
        <input
          type="checkbox"
          name={props.name}
          value={props.value ?? 'on'}
          checked={props.checked === true}
          aria-describedby={describedBy()}
          aria-invalid={props.error !== undefined}
          class="focusable h-6 w-6 shrink-0 rounded accent-[var(--accent)]"
          onChange={(event) => props.onChange?.(event.currentTarget.checked)}
        />
        <span class="min-w-0 [overflow-wrap:anywhere]">{props.label}</span>
      </label>
      <Show when={props.hint}>
        {(hint) => (
          <p id={`${id}-hint`} class="pl-9 text-sm text-soft">
            {hint()}
          </p>
        )}
      </Show>
      <Show when={props.error}>
        {(error) => (
          <p id={`${id}-error`} class="pl-9 text-sm text-danger">
            {error()}
          </p>
        )}
      </Show>
    </div>
  )
}
