import { createEffect, createMemo, createSignal, createUniqueId, type JSX, Show } from 'solid-js'
import { Field } from './field.tsx'
import { Keyed } from './keyed.tsx'

export interface Suggestion {
  /** Keeps its place when the others come anew. */
  readonly id: string
  readonly label: string
  /** A Lucide icon's class before the words. */
  readonly icon?: string
}

export interface SuggestProps {
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly placeholder?: string
  /** What stands in the field. */
  readonly text: string
  readonly onText: (text: string) => void
  readonly suggestions: readonly Suggestion[]
  readonly onChoose: (suggestion: Suggestion) => void
  /** Enter, or a comma, without a suggestion chosen. Without it such an Enter goes to the first suggestion. */
  readonly onAccept?: (text: string) => void
  /** What is said when nothing fits. */
  readonly nothing?: string
  /** Why a form around the field cannot be sent yet. */
  readonly wait?: string | undefined
  readonly onLeave?: () => void
  readonly autofocus?: boolean
}

/** A line of text with suggestions below it: the ARIA combobox pattern, by keys, mouse and touch alike. */
export function Suggest(props: SuggestProps): JSX.Element {
  const listId = createUniqueId()
  const [open, setOpen] = createSignal(false)
  const [activeId, setActiveId] = createSignal<string>()
  // By its id: suggestions that come while one is chosen by keys neither lose that one nor put another in its place.
  const active = createMemo(() => props.suggestions.findIndex(({ id }) => id === activeId()))
  const isShown = () => open() && (props.suggestions.length > 0 || (props.nothing !== undefined && props.text !== ''))
  const optionId = (id = '') => `${listId}-${encodeURIComponent(id)}`
  const choose = (suggestion: Suggestion) => {
    setOpen(false)
    setActiveId(undefined)
    props.onChoose(suggestion)
  }
  const move = (step: number) => {
    setOpen(true)
    const count = props.suggestions.length
    const place = (active() + step + (active() === -1 && step < 0 ? 1 : 0) + count) % count
    setActiveId(props.suggestions[place]?.id)
  }
  const onEnter = (event: KeyboardEvent) => {
    const suggestion = open() ? props.suggestions[active()] : undefined
    if (suggestion === undefined && props.onAccept === undefined && !isShown()) return
    event.preventDefault()
    if (suggestion !== undefined) choose(suggestion)
    else if (props.onAccept !== undefined) props.onAccept(props.text)
    else move(1)
  }
  // Not delegated: a dialog around this field must not see an Escape that only closes the list.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === 'Enter') return onEnter(event)
    if (event.key === 'Escape' && isShown()) {
      event.stopPropagation()
      event.preventDefault()
      setOpen(false)
    } else if (event.key === ',' && props.onAccept !== undefined) {
      event.preventDefault()
      props.onAccept(props.text)
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      move(event.key === 'ArrowDown' ? 1 : -1)
    }
  }
  return (
    <div class="relative">
      <Field label={props.label} hint={props.hint} error={props.error}>
        {(ids) => (
          <input
            ref={(input) => createEffect(() => input.setCustomValidity(props.wait ?? ''))}
            type="text"
            role="combobox"
            autocomplete="off"
            id={ids.id}
            aria-describedby={ids.describedBy}
            aria-invalid={ids.invalid}
            aria-autocomplete="list"
            aria-expanded={isShown()}
            aria-controls={isShown() ? listId : undefined}
            aria-activedescendant={isShown() && active() >= 0 ? optionId(activeId()) : undefined}
            autofocus={props.autofocus === true}
            placeholder={props.placeholder}
            value={props.text}
            class={`control ${ids.invalid ? 'border-danger' : ''}`}
            on:keydown={onKeyDown}
            onInput={(event) => {
              setOpen(true)
              setActiveId(undefined)
              props.onText(event.currentTarget.value)
            }}
            onClick={() => setOpen(true)}
            onBlur={() => {
              setOpen(false)
              props.onLeave?.()
            }}
          />
        )}
      </Field>
      <Show when={isShown()}>
        <div class="absolute inset-x-0 z-20 mt-1 max-h-60 overflow-y-auto rounded-lg border border-line bg-card p-1 shadow-lg">
          <div id={listId} role="listbox" aria-label={props.label}>
            <Keyed each={props.suggestions}>
              {(suggestion) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
                <div
                  id={optionId(suggestion().id)}
                  role="option"
                  aria-selected={activeId() === suggestion().id}
                  tabIndex={-1}
                  class={`flex min-h-9 cursor-pointer items-center gap-2 rounded-md px-2.5 py-1.5 [overflow-wrap:anywhere] hover:bg-raised ${activeId() === suggestion().id ? 'bg-raised' : ''}`}
                  onPointerDown={(event) => event.preventDefault()}
                  onClick={() => choose(suggestion())}
                >
                  <Show when={suggestion().icon}>{(icon) => <span aria-hidden="true" class={icon()} />}</Show>
                  {suggestion().label}
                </div>
              )}
            </Keyed>
          </div>
          <Show when={props.suggestions.length === 0}>
            <p class="px-2.5 py-1.5 text-soft">{props.nothing}</p>
          </Show>
        </div>
      </Show>
      <p class="sr-only" aria-live="polite">
        {isShown() ? (props.suggestions.length === 1 ? '1 suggestion' : `${props.suggestions.length} suggestions`) : ''}
      </p>
    </div>
  )
}
