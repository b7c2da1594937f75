import { useSearchParams } from '@solidjs/router'
import { createUniqueId, For, type JSX, Show } from 'solid-js'

export interface Tab {
  /** What the address says: `?tab=notes`. */
  readonly value: string
  readonly label: string
  /** How many things are in it. */
  readonly count?: number | undefined
  /** Drawn when the tab is open. */
  readonly content: () => JSX.Element
}

export interface TabsProps {
  /** What they are parts of: `About this deal`. */
  readonly label: string
  /** The parameter of the address; `tab` without one. */
  readonly name?: string
  /** The first one is open when the address names none. */
  readonly tabs: readonly Tab[]
}

/** Parts of a page, one at a time: the ARIA tabs pattern, and the address knows which is open. */
export function Tabs(props: TabsProps): JSX.Element {
  const id = createUniqueId()
  const [search, setSearch] = useSearchParams()
  const name = () => props.name ?? 'tab'
  const open = () => props.tabs.find(({ value }) => value === search[name()]) ?? props.tabs[0]
  const choose = (tab: Tab | undefined) => {
    if (tab === undefined) return
    setSearch({ [name()]: tab === props.tabs[0] ? undefined : tab.value }, { replace: true, scroll: false })
    document.getElementById(`${id}-${tab.value}`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const place = props.tabs.findIndex(({ value }) => value === open()?.value)
    const target = placeAfter(event.key, place, props.tabs.length)
    if (target === undefined) return
    event.preventDefault()
    choose(props.tabs[target])
  }
  return (
    <div class="flex min-w-0 flex-col gap-4">
      <div
        role="tablist"
        aria-label={props.label}
        class="flex gap-1 overflow-x-auto border-b border-line px-1 pt-1"
        onKeyDown={onKeyDown}
      >
        <For each={props.tabs}>
          {(tab) => (
            <button
              type="button"
              role="tab"
              id={`${id}-${tab.value}`}
              aria-selected={open()?.value === tab.value}
              aria-controls={open()?.value === tab.value ? `${id}-panel` : undefined}
              tabIndex={open()?.value === tab.value ? 0 : -1}
              class={`focusable -mb-px min-h-10 shrink-0 whitespace-nowrap rounded-t-lg border-b-2 px-3 py-2 font-medium hover:bg-raised ${
                open()?.value === tab.value ? 'border-accent text-accent' : 'border-transparent text-soft'
              }`}
              onClick={() => choose(tab)}
            >
              {tab.label}
              <Show when={tab.count !== undefined}>
                <span class="ml-2 rounded-full bg-raised px-2 py-0.5 text-sm text-soft">{tab.count}</span>
              </Show>
            </button>
          )}
        </For>
      </div>
      <Show keyed when={open()?.value}>
        {(value) => (
          <div
            role="tabpanel"
            id={`${id}-panel`}
            aria-labelledby={`${id}-${value}`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel without anything to focus is read by its own stop
            tabIndex={0}
            class="focusable min-w-0 rounded-lg"
          >
            {props.tabs.find((tab) => tab.value === value)?.content()}
          </div>
        )}
      </Show>
    </div>
  )
}

function placeAfter(key: string, place: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (place + 1) % count
  if (key === 'ArrowLeft') return (place - 1 + count) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}
