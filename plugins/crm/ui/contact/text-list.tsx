import { createUniqueId, Index, type JSX, Show } from 'solid-js'
import { Button } from '#kit'

export interface TextListProps {
  /** `Emails`. */
  readonly title: string
  /** `Email`: one of them. */
  readonly one: string
  readonly type: 'email' | 'tel'
  readonly values: readonly string[]
  readonly onChange: (values: string[]) => void
  readonly wrong: (index: number) => string | undefined
  readonly hint?: string | undefined
  readonly most: number
}

/** Several lines of one kind, to add and remove. */
export function TextList(props: TextListProps): JSX.Element {
  const id = createUniqueId()
  let element: HTMLFieldSetElement | undefined
  const focus = (index: number) => queueMicrotask(() => element?.querySelectorAll('input')[index]?.focus())
  const remove = (index: number) => {
    props.onChange(props.values.filter((_, each) => each !== index))
    if (props.values.length > 0) focus(Math.max(0, index - 1))
    else queueMicrotask(() => element?.querySelector<HTMLElement>('button:last-of-type')?.focus())
  }
  return (
    <fieldset ref={element} class="m-0 flex min-w-0 flex-col gap-2 border-0 p-0">
      <legend class="mb-1.5 p-0 font-medium">{props.title}</legend>
      <Index each={props.values}>
        {(value, index) => (
          <div>
            <div class="flex gap-2">
              <input
                type="text"
                inputmode={props.type}
                autocomplete="off"
                aria-label={`${props.one} ${index + 1}`}
                aria-invalid={props.wrong(index) !== undefined}
                aria-describedby={props.wrong(index) === undefined ? undefined : `${id}-${index}`}
                class={`control ${props.wrong(index) === undefined ? '' : 'border-danger'}`}
                value={value()}
                onInput={(event) => {
                  const text = event.currentTarget.value
                  props.onChange(props.values.map((each, at) => (at === index ? text : each)))
                }}
              />
              <button
                type="button"
                class="focusable grid min-h-10 min-w-10 place-items-center rounded-lg hover:bg-raised"
                aria-label={`Remove ${props.one.toLowerCase()} ${index + 1}`}
                onClick={() => remove(index)}
              >
                <span aria-hidden="true" class="i-lucide-trash-2" />
              </button>
            </div>
            <Show when={props.wrong(index)}>
              {(wrong) => (
                <p id={`${id}-${index}`} class="mt-1 text-sm text-danger">
                  {wrong()}
                </p>
              )}
            </Show>
          </div>
        )}
      </Index>
      <Show when={props.hint}>{(hint) => <p class="text-sm text-soft">{hint()}</p>}</Show>
      <Show when={props.values.length < props.most}>
        <div>
          <Button
            look="quiet"
            icon="i-lucide-plus"
            onClick={() => {
              props.onChange([...props.values, ''])
              focus(props.values.length - 1)
            }}
          >
            {props.values.length === 0 ? `Add ${props.one.toLowerCase()}` : `Add another ${props.one.toLowerCase()}`}
          </Button>
        </div>
      </Show>
    </fieldset>
  )
}
