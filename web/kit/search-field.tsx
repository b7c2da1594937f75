import { createEffect, createSignal, type JSX, on, onCleanup } from 'solid-js'
import { areSingleKeysOn, createShortcut } from './shortcut.ts'

export interface SearchFieldProps {
  readonly label: string
  /** What is searched for now, as the address says it. */
  readonly value: string
  /** Called when the person has stopped typing for a moment. */
  readonly onSearch: (value: string) => void
  readonly waitMs?: number
  readonly onDown?: () => void
}

/** Finds as you type. `/` brings the cursor here from anywhere on the page, Escape empties it. */
export function SearchField(props: SearchFieldProps): JSX.Element {
  let input: HTMLInputElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let sent = ''
  const [typed, setTyped] = createSignal('')
  createEffect(
    on(
      () => props.value,
      (value) => {
        // What was typed meanwhile is newer than the address.
        if (value !== sent) setTyped(value)
        sent = value
      },
    ),
  )
  const send = (value: string) => {
    clearTimeout(timer)
    sent = value.trim()
    props.onSearch(sent)
  }
  const type = (value: string) => {
    setTyped(value)
    clearTimeout(timer)
    timer = setTimeout(send, props.waitMs ?? 200, value)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && typed() !== '') {
      event.preventDefault()
      setTyped('')
      send('')
    } else if (event.key === 'Enter') send(typed())
    else if (event.key === 'ArrowDown' && props.onDown !== undefined) {
      event.preventDefault()
      props.onDown()
    }
  }
  createShortcut('/', props.label, () => {
    input?.focus()
    input?.select()
  })
  onCleanup(() => clearTimeout(timer))
  return (
    <div class="relative min-w-0">
      <span aria-hidden="true" class="i-lucide-search pointer-events-none absolute left-3 top-3 text-soft" />
      <input
        ref={input}
        type="search"
        aria-label={props.label}
        aria-keyshortcuts={areSingleKeysOn() ? '/' : undefined}
        placeholder={props.label}
        autocomplete="off"
        spellcheck={false}
        maxlength={200}
        value={typed()}
        class="control pl-9"
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}
