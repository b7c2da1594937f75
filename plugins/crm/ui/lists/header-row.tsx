import { createEffect, For, type JSX, Show } from 'solid-js'
import { type ColumnSort, directionOf, type ListColumn, nextSort } from './column.ts'
import { rowGrid } from './record-row.tsx'
import type { Selection } from './selection.ts'

export interface HeaderRowProps<Item extends { readonly id: string }> {
  readonly selection: Selection<Item>
  readonly canChoose: boolean
  readonly count: number
  /** What the name is called: `Name`, `Deal`. */
  readonly nameTitle: string
  readonly nameSort: ColumnSort | undefined
  readonly columns: readonly ListColumn<Item>[]
  readonly sort: string
  readonly onSort: (sort: string) => void
}

/** The titles of the columns, and the box that chooses every row. */
export function HeaderRow<Item extends { readonly id: string }>(props: HeaderRowProps<Item>): JSX.Element {
  return (
    <thead class="block border-b border-line bg-raised text-sm font-medium text-soft">
      <tr aria-rowindex={1} class={`min-h-10 ${rowGrid}`}>
        <th scope="col" class="grid h-full place-items-center p-0">
          <Show when={props.canChoose} fallback={<span class="sr-only">Kind</span>}>
            <label class="grid min-h-10 w-full cursor-pointer place-items-center">
              <input
                type="checkbox"
                class="focusable h-5 w-5 accent-accent"
                aria-label={`Choose all ${props.count} that are loaded`}
                checked={props.selection.isAll()}
                ref={(box) =>
                  createEffect(() =>
                    Object.assign(box, { indeterminate: props.selection.isAny() && !props.selection.isAll() }),
                  )
                }
                id="choose-all"
                onChange={() => props.selection.toggleAll()}
              />
            </label>
          </Show>
        </th>
        <Head {...props} title={props.nameTitle} by={props.nameSort} class="" />
        <For each={props.columns}>
          {(column) => (
            <Head
              {...props}
              title={column.title}
              by={column.sort}
              class={`hidden md:block ${column.align === 'end' ? 'text-right md:pr-6' : ''}`}
            />
          )}
        </For>
      </tr>
    </thead>
  )
}

interface HeadProps {
  readonly title: string
  readonly by: ColumnSort | undefined
  readonly class: string
  readonly sort: string
  readonly onSort: (sort: string) => void
}

function Head(props: HeadProps): JSX.Element {
  return (
    <Show
      when={props.by}
      fallback={
        <th scope="col" class={`truncate p-0 pr-3 font-medium ${props.class}`}>
          {props.title}
        </th>
      }
    >
      {(by) => {
        const direction = () => directionOf(by(), props.sort)
        return (
          <th scope="col" aria-sort={direction()} class={`min-w-0 p-0 pr-3 font-medium ${props.class}`}>
            <button
              type="button"
              class="focusable inline-flex min-h-8 max-w-full items-center gap-1 rounded font-medium hover:text-ink"
              onClick={() => props.onSort(nextSort(by(), props.sort))}
            >
              <span class="truncate">{props.title}</span>
              <Show when={direction()}>
                <span
                  aria-hidden="true"
                  class={direction() === 'descending' ? 'i-lucide-arrow-down' : 'i-lucide-arrow-up'}
                />
              </Show>
            </button>
          </th>
        )
      }}
    </Show>
  )
}
