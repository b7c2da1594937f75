import { createEffect, For, type JSX, Show } from 'solid-js'
import { columns } from './contact-row.tsx'
import type { Selection } from './selection.ts'

/** The titles of the columns, and the box that chooses every row. */
export function HeaderRow(props: {
  readonly selection: Selection
  readonly canChoose: boolean
  readonly count: number
}): JSX.Element {
  return (
    <thead class="block border-b border-line bg-raised text-sm font-medium text-soft">
      <tr aria-rowindex={1} class={`min-h-10 ${columns}`}>
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
                    Object.assign(box, {
                      indeterminate: props.selection.chosen().length > 0 && !props.selection.isAll(),
                    }),
                  )
                }
                id="choose-all"
                onChange={() => props.selection.toggleAll()}
              />
            </label>
          </Show>
        </th>
        <th scope="col" class="p-0 font-medium">
          Name
        </th>
        <For each={['Company', 'Email', 'Phone', 'Tags']}>
          {(title) => (
            <th scope="col" class="hidden p-0 font-medium md:block">
              {title}
            </th>
          )}
        </For>
      </tr>
    </thead>
  )
}
