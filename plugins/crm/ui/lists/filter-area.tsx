import { createSignal, type JSX, Show } from 'solid-js'
import { Button } from '#kit'

export interface FilterAreaProps {
  /** `Find contacts`. */
  readonly label: string
  readonly search: JSX.Element
  /** What is asked for most. */
  readonly children: JSX.Element
  /** What is asked for more rarely, behind a button on every screen. */
  readonly rare?: () => JSX.Element
  readonly isFiltered: boolean
  /** Whether something rare is asked for. */
  readonly isRareAsked?: boolean
  readonly onShowAll: () => void
}

/** What a list is asked for. A narrow screen shows the search alone, and the rest behind a button. */
export function FilterArea(props: FilterAreaProps): JSX.Element {
  const [isOpen, setIsOpen] = createSignal(props.isRareAsked === true)
  const toggle = () => setIsOpen(!isOpen())
  return (
    <section aria-label={props.label} class="flex flex-col gap-3">
      <div class="flex gap-2">
        <div class="min-w-0 flex-1">{props.search}</div>
        <div class={props.rare === undefined ? 'sm:hidden' : ''}>
          <Button icon="i-lucide-sliders-horizontal" aria-expanded={isOpen()} onClick={toggle}>
            <span class="sr-only sm:not-sr-only">Filters</span>
          </Button>
        </div>
      </div>
      <div
        class={`${isOpen() ? 'grid' : 'hidden sm:grid'} grid-cols-2 items-end gap-3 sm:grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))] [&>div]:min-w-0`}
      >
        {props.children}
        <Show when={isOpen()}>{props.rare?.()}</Show>
        <Show when={props.isFiltered}>
          <Button look="quiet" icon="i-lucide-x" onClick={() => props.onShowAll()}>
            Show all
          </Button>
        </Show>
      </div>
    </section>
  )
}
