import { For, type JSX } from 'solid-js'
import { Choice, SearchField } from '#kit'
import type { LibraryState } from './library-state.ts'

const kinds = [
  { value: '', label: 'Every kind' },
  { value: 'picture', label: 'Pictures' },
  { value: 'document', label: 'Documents' },
  { value: 'sound', label: 'Sounds' },
  { value: 'film', label: 'Films' },
  { value: 'other', label: 'Others' },
] as const
const states = [
  { value: '', label: 'All files' },
  { value: 'deleted', label: 'Deleted ones' },
  { value: 'quarantined', label: 'Locked away' },
  { value: 'checking', label: 'Being checked' },
] as const
const orders = [
  { value: '', label: 'Newest first' },
  { value: 'name', label: 'By name' },
  { value: 'largest', label: 'Largest first' },
] as const
const views = [
  { value: '', label: 'Pictures', icon: 'i-lucide-layout-grid' },
  { value: 'list', label: 'List', icon: 'i-lucide-list' },
] as const

/** What of the library is shown, and how. */
export function FileFilters(props: { readonly state: LibraryState }): JSX.Element {
  return (
    <search aria-label="Find files" class="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[2fr_1fr_1fr_1fr_auto]">
      <SearchField label="Search files" value={props.state.read('q')} onSearch={(q) => props.state.change({ q })} />
      <Choice
        label="Kind"
        options={kinds}
        value={props.state.read('kind')}
        onChange={(event) => props.state.change({ kind: event.currentTarget.value })}
      />
      <Choice
        label="Show"
        options={states}
        value={props.state.read('state')}
        onChange={(event) => props.state.change({ state: event.currentTarget.value })}
      />
      <Choice
        label="Order"
        options={orders}
        value={props.state.read('sort')}
        onChange={(event) => props.state.change({ sort: event.currentTarget.value })}
      />
      <fieldset class="m-0 flex border-0 p-0">
        <legend class="sr-only">View</legend>
        <For each={views}>
          {(view) => (
            <button
              type="button"
              aria-label={`Show as ${view.label.toLowerCase()}`}
              aria-pressed={props.state.read('view') === view.value}
              class="focusable grid min-h-10 min-w-11 place-items-center border border-line bg-card first-of-type:rounded-l-lg last-of-type:rounded-r-lg aria-pressed:bg-accent-soft aria-pressed:text-accent"
              onClick={() => props.state.change({ view: view.value })}
            >
              <span aria-hidden="true" class={view.icon} />
            </button>
          )}
        </For>
      </fieldset>
    </search>
  )
}
