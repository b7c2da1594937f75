import { For, type JSX } from 'solid-js'

const ways = [
  { value: 'board', label: 'Board', icon: 'i-lucide-kanban' },
  { value: 'table', label: 'Table', icon: 'i-lucide-table-2' },
]

/** Board or table. */
export function ViewSwitch(props: {
  readonly isBoard: boolean
  readonly onChange: (view: string) => void
}): JSX.Element {
  const isOn = (value: string) => (value === 'board') === props.isBoard
  return (
    <fieldset class="m-0 flex rounded-lg border border-line bg-card p-0.5">
      <legend class="sr-only">How deals are shown</legend>
      <For each={ways}>
        {({ value, label, icon }) => (
          <button
            type="button"
            aria-pressed={isOn(value)}
            class={`focusable inline-flex min-h-9 items-center gap-2 rounded-md px-3 font-medium ${isOn(value) ? 'bg-accent-soft text-accent' : 'hover:bg-raised'}`}
            onClick={() => props.onChange(value === 'board' ? '' : value)}
          >
            <span aria-hidden="true" class={icon} />
            {label}
          </button>
        )}
      </For>
    </fieldset>
  )
}
