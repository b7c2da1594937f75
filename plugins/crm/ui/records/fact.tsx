import { createSignal, type JSX, Show } from 'solid-js'
import { Button, createForm, ErrorNote, Problem } from '#kit'

export interface FactControl<Value> {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly error: string | undefined
}

export interface FactProps<Value> {
  readonly label: string
  readonly value: Value
  /** The value as a person reads it; '' for nothing. */
  readonly shown: JSX.Element
  readonly isEmpty: boolean
  readonly canWrite: boolean
  readonly control: (control: FactControl<Value>) => JSX.Element
  readonly save: (value: Value) => Promise<unknown>
  /** What the API calls it in its refusals: `expectedClose`. */
  readonly pointer: string
  /** Takes the whole row instead of half of it. */
  readonly wide?: boolean
}

/** One thing that is known of a record: read it, press it, change it where it stands. Escape leaves it as it was. */
export function Fact<Value>(props: FactProps<Value>): JSX.Element {
  const [isEditing, setIsEditing] = createSignal(false)
  let place: HTMLDivElement | undefined
  const stop = () => {
    setIsEditing(false)
    setTimeout(() => place?.querySelector('button')?.focus())
  }
  return (
    <div ref={place} class={`min-w-0 ${props.wide === true ? 'sm:col-span-2' : ''}`}>
      <Show
        when={isEditing()}
        fallback={
          <>
            <dt class="text-sm text-soft [overflow-wrap:anywhere]">{props.label}</dt>
            <dd class="m-0">
              <Show
                when={props.canWrite}
                fallback={<p class="py-1.5 [overflow-wrap:anywhere]">{props.shown || '–'}</p>}
              >
                <button
                  type="button"
                  class="focusable group -mx-2 flex min-h-9 w-[calc(100%+1rem)] items-center justify-between gap-2 rounded-lg px-2 py-1 text-left hover:bg-raised"
                  onClick={() => setIsEditing(true)}
                >
                  <span class={`min-w-0 [overflow-wrap:anywhere] ${props.isEmpty ? 'text-soft' : ''}`}>
                    {props.isEmpty ? 'Add' : props.shown}
                  </span>
                  <span class="sr-only">, change: {props.label}</span>
                  <span
                    aria-hidden="true"
                    class="i-lucide-pencil text-sm text-faint opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
                  />
                </button>
              </Show>
            </dd>
          </>
        }
      >
        <dt class="sr-only">{props.label}</dt>
        <dd class="m-0">
          <FactForm {...props} onDone={stop} />
        </dd>
      </Show>
    </div>
  )
}

function FactForm<Value>(props: FactProps<Value> & { readonly onDone: () => void }): JSX.Element {
  const [value, setValue] = createSignal<Value>(props.value)
  // What the person has seen stand there: another's newer value is shown before it is replaced.
  const [seen, setSeen] = createSignal(JSON.stringify(props.value))
  const [isBehind, setIsBehind] = createSignal(false)
  const form = createForm(async () => {
    const now = JSON.stringify(props.value)
    const isNew = now !== seen()
    setSeen(now)
    setIsBehind(isNew)
    if (isNew) return
    await props.save(value())
    props.onDone()
  })
  const wrong = () => form.wrong(props.pointer) ?? form.wrong(`${props.pointer}/amount`)
  const clash = () => {
    const error = form.error()
    return isBehind() || (error instanceof Problem && error.status === 412)
  }
  return (
    <form
      ref={(element) => setTimeout(() => element.querySelector<HTMLElement>('input, select, textarea')?.focus())}
      class="flex flex-col gap-2"
      onSubmit={form.onSubmit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        props.onDone()
      }}
    >
      {props.control({
        label: props.label,
        get value() {
          return value()
        },
        onChange: (next) => setValue(() => next),
        get error() {
          return wrong()
        },
      })}
      <Show when={clash()} fallback={<ErrorNote error={form.error()} />}>
        <p role="alert" class="rounded-lg bg-warn-soft px-3 py-2 text-warn">
          Somebody else changed this meanwhile, to: {props.shown || 'nothing'}. Save again to replace it with yours.
        </p>
      </Show>
      <div class="flex gap-2">
        <Button type="submit" look="primary" busy={form.busy()}>
          Save
        </Button>
        <Button onClick={() => props.onDone()}>Cancel</Button>
      </div>
    </form>
  )
}
