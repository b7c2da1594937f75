// biome-ignore-all lint/a11y/useSemanticElements: a table lays out its cells by itself
// biome-ignore-all lint/a11y/useFocusableInteractive: rows and heads are read, the cells are what is gone to
import { createEffect, createMemo, createSignal, For, type JSX, on, onMount, Show } from 'solid-js'
import { Keyed } from '../keyed.tsx'
import { type AxisRow, createAxis } from './axis.ts'
import { type CalendarMove, createCarry } from './carry.ts'
import { GridCell } from './grid-cell.tsx'
import { createGridFocus } from './grid-focus.ts'
import { GridMarks } from './grid-marks.tsx'
import { minutePx, minuteWords, spanWords } from './looks.ts'
import { type CalendarColumn, type CalendarEntry, createModel, momentAtPlace } from './model.ts'

export interface TimeGridProps {
  /** What it shows: `Bookings of Wednesday 25 November, by person`. */
  readonly label: string
  readonly timeZone: string
  readonly columns: readonly CalendarColumn[]
  /** What stands above a column. */
  readonly head: (column: CalendarColumn) => JSX.Element
  readonly entries: readonly CalendarEntry[]
  readonly nowMs: number
  /** The hour of the day that is scrolled to at first. */
  readonly firstHour: number
  readonly onOpen: (entry: CalendarEntry) => void
  /** Told which free time was chosen; absent where nobody may book. */
  readonly onPick?: ((pick: CalendarPick) => void) | undefined
  readonly onMove: (move: CalendarMove) => void
  /** Page Up and Page Down: to the days before, and after. */
  readonly onPage: (step: -1 | 1) => void
}

export interface CalendarPick {
  readonly columnId: string
  readonly startMs: number
}

const stepMinutes = 30

/**
 * Days or people beside each other, and what happens when.
 *
 * One stop of the Tab key; the arrow keys go from time to time and from entry to entry, Enter opens what is there or
 * books a free time, Shift and the arrow keys carry an entry elsewhere until Enter puts it down.
 */
export function TimeGrid(props: TimeGridProps): JSX.Element {
  let grid: HTMLDivElement | undefined
  const columns = createMemo(() => props.columns, undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  })
  const axis = createMemo(() =>
    createAxis(
      columns().map(({ day }) => day),
      { timeZone: props.timeZone, from: 0, to: 1440, stepMinutes },
    ),
  )
  const model = createMemo(() => createModel(axis(), columns(), props.entries))
  const [said, setSaid] = createSignal('')
  const carry = createCarry(model, (move) => props.onMove(move))
  const focus = createGridFocus({
    grid: () => grid,
    model,
    carry,
    firstRow: () => props.firstHour * 2,
    onOpen: (entry) => props.onOpen(entry),
    onPick: (pick) => props.onPick?.(pick),
    onPage: (step) => props.onPage(step),
  })
  const carriedWords = () => {
    const now = carry.carried()
    const startMs = now === undefined ? undefined : momentAtPlace(model(), now.column, now.place)
    if (now === undefined || startMs === undefined) return ''
    const endMs = startMs + now.piece.entry.endMs - now.piece.entry.startMs
    return `${spanWords({ startMs, endMs }, props.timeZone)}, ${columns()[now.column]?.name ?? ''}`
  }
  createEffect(on(carriedWords, (words) => words !== '' && setSaid(`${words}. Enter puts it there, Escape leaves it.`)))
  // The page around it may not be in the document yet.
  onMount(() => requestAnimationFrame(() => grid?.scrollTo({ top: props.firstHour * 60 * minutePx - 12 })))
  const frame = () => ({
    'grid-template-columns': `4.5rem repeat(${columns().length}, minmax(0, 1fr))`,
    'min-width': `${4.5 + columns().length * (columns().length === 1 ? 12 : 7)}rem`,
  })
  return (
    <>
      <div
        ref={grid}
        role="grid"
        aria-label={props.label}
        class="relative max-h-[max(26rem,calc(100dvh-19rem))] overflow-auto overscroll-contain rounded-xl border border-line bg-card [scroll-padding:4.5rem_1rem_1rem_5rem]"
        onKeyDown={focus.onKeyDown}
        onFocusIn={focus.onFocusIn}
        onFocusOut={focus.onFocusOut}
      >
        <div role="row" class="sticky top-0 z-30 grid border-b border-line bg-card" style={frame()}>
          <Corner />
          <Keyed each={columns()}>
            {(column) => (
              <div role="columnheader" class="min-w-0 border-l border-line px-2 py-2 text-center">
                {props.head(column())}
              </div>
            )}
          </Keyed>
        </div>
        <div role="presentation" class="relative" style={{ 'min-width': frame()['min-width'] }}>
          <For each={axis().rows}>
            {(row, place) => (
              <div role="row" class="grid" style={{ ...frame(), height: `${stepMinutes * minutePx}px` }}>
                <RowHead row={row} />
                <For each={columns()}>
                  {(_, column) => (
                    <GridCell
                      model={model()}
                      column={column()}
                      row={place()}
                      focus={focus}
                      carry={carry}
                      grid={() => grid}
                      canPick={props.onPick !== undefined}
                      timeZone={props.timeZone}
                      onOpen={props.onOpen}
                    />
                  )}
                </For>
              </div>
            )}
          </For>
          <GridMarks
            model={model()}
            template={frame()['grid-template-columns']}
            nowMs={props.nowMs}
            carried={carry.carried()}
            words={carriedWords()}
          />
        </div>
      </div>
      <p class="sr-only" aria-live="polite">
        {said()}
      </p>
    </>
  )
}

function Corner(): JSX.Element {
  return (
    <div role="columnheader" class="sticky left-0 z-1 bg-card">
      <span class="sr-only">Time</span>
    </div>
  )
}

function RowHead(props: { readonly row: AxisRow }): JSX.Element {
  const isHour = () => props.row.minutes % 60 === 0
  return (
    <div
      role="rowheader"
      class="sticky left-0 z-20 bg-card pr-2 whitespace-nowrap text-right text-xs leading-none tabular-nums text-soft"
    >
      <span class={isHour() ? `block ${props.row.minutes === 0 && !props.row.again ? 'pt-1' : '-mt-1.75'}` : 'sr-only'}>
        {minuteWords(props.row.minutes)}
        <Show when={props.row.again}>
          <span class="block text-xs">again</span>
        </Show>
      </span>
    </div>
  )
}
