import { createMemo, For, type JSX, Show } from 'solid-js'
import { placeOf } from './axis.ts'
import type { Carried } from './carry.ts'
import { minutePx } from './looks.ts'
import type { GridModel } from './model.ts'

export interface GridMarksProps {
  readonly model: GridModel
  readonly template: string
  readonly nowMs: number
  readonly carried: Carried | undefined
  /** Where the carried entry would land, in words. */
  readonly words: string
}

/** What lies over the grid: the line of now, and where an entry would land. */
export function GridMarks(props: GridMarksProps): JSX.Element {
  const now = createMemo(() =>
    props.model.days.flatMap((day, column) =>
      props.nowMs >= day.start && props.nowMs < day.end
        ? [{ column, top: placeOf(props.model.axis, day, props.nowMs) }]
        : [],
    ),
  )
  return (
    <div
      aria-hidden="true"
      class="pointer-events-none absolute inset-0 z-10 grid"
      style={{ 'grid-template-columns': props.template, 'grid-template-rows': '100%' }}
    >
      <For each={now()}>
        {({ column, top }) => (
          <div class="relative" style={{ 'grid-row': 1, 'grid-column': column + 2 }}>
            <div data-now-line class="absolute inset-x-0 h-0.5 bg-danger" style={{ top: `${top * minutePx - 1}px` }}>
              <div class="absolute -left-1 -top-1 h-2.5 w-2.5 rounded-full bg-danger" />
            </div>
          </div>
        )}
      </For>
      <Show when={props.carried}>
        {(carried) => (
          <div class="relative" style={{ 'grid-row': 1, 'grid-column': carried().column + 2 }}>
            <div
              data-landing
              class="absolute inset-x-1 overflow-hidden rounded-md border-2 border-accent bg-accent-soft px-1.5 py-0.5 text-sm font-medium text-accent shadow-lg"
              style={{
                top: `${carried().place * minutePx}px`,
                height: `${(carried().piece.bottom - carried().piece.top) * minutePx}px`,
              }}
            >
              {props.words}
            </div>
          </div>
        )}
      </Show>
    </div>
  )
}
