// biome-ignore-all lint/a11y/useSemanticElements: a table lays out its cells by itself
// biome-ignore-all lint/a11y/useFocusableInteractive: rows and heads are read, the cells are what is gone to
import { createMemo, For, type JSX, Show } from 'solid-js'
import { Keyed } from '../keyed.tsx'
import { momentOfRow } from './axis.ts'
import type { Carry } from './carry.ts'
import { dragPiece } from './drag.ts'
import type { GridFocus } from './grid-focus.ts'
import { clockWords, hatched, minutePx, spanWords, styleOf } from './looks.ts'
import type { CalendarEntry, GridModel, Piece } from './model.ts'

export interface GridCellProps {
  readonly model: GridModel
  readonly column: number
  readonly row: number
  readonly focus: GridFocus
  readonly carry: Carry
  readonly grid: () => HTMLElement | undefined
  readonly canPick: boolean
  readonly timeZone: string
  readonly onOpen: (entry: CalendarEntry) => void
}

const linePx = 17.5
/** A finger's width. */
const leastPx = 24

/** Half an hour of a column, and the entries that begin in it. */
export function GridCell(props: GridCellProps): JSX.Element {
  const moment = createMemo(() => {
    const [row, day] = [props.model.axis.rows[props.row], props.model.days[props.column]]
    return row === undefined || day === undefined ? undefined : momentOfRow(day, row)
  })
  const column = () => props.model.columns[props.column]
  const middle = () => (moment() ?? 0) + (props.model.axis.stepMinutes / 2) * 60_000
  const isOpen = () => column()?.open.some(({ startMs, endMs }) => startMs <= middle() && middle() < endMs) === true
  const pieces = createMemo(() => props.model.pieces[props.column]?.filter(({ row }) => row === props.row) ?? [])
  const isTaken = createMemo(() => {
    const step = props.model.axis.stepMinutes
    const [top, bottom] = [props.row * step, (props.row + 1) * step]
    return props.model.pieces[props.column]?.some((piece) => piece.top < bottom && piece.bottom > top) === true
  })
  const stop = () => ({ column: props.column, row: props.row })
  const words = () => {
    const at = moment()
    if (at === undefined) return `${column()?.name}: the clocks change, this day has no such time`
    return `${clockWords(at, props.timeZone)}, ${column()?.name}, ${isOpen() ? 'free' : 'closed'}`
  }
  const isHour = () => (props.model.axis.rows[props.row]?.minutes ?? 0) % 60 === 0
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it hears the keys
    <div
      role="gridcell"
      data-column={props.column}
      data-row={props.row}
      tabIndex={isTaken() ? undefined : props.focus.isActive(stop()) ? 0 : -1}
      aria-label={isTaken() ? undefined : words()}
      class={`relative min-w-0 border-l border-line outline-none focus-visible:z-15 focus-visible:outline-3 focus-visible:-outline-offset-3 focus-visible:outline-accent focus-visible:outline-solid ${isHour() ? 'border-t' : 'border-t border-t-dotted'} ${isOpen() ? 'bg-card' : 'bg-page'} ${props.canPick && moment() !== undefined ? 'cursor-pointer hover:bg-accent-soft' : ''}`}
      style={moment() === undefined ? { background: hatched('var(--raised)') } : {}}
      onClick={(event) => event.target === event.currentTarget && props.focus.pick(stop())}
    >
      <Keyed each={pieces()}>{(piece) => <Entry {...props} piece={piece()} />}</Keyed>
    </div>
  )
}

function Entry(props: GridCellProps & { readonly piece: Piece }): JSX.Element {
  const { stepMinutes } = props.model.axis
  const minutes = () => props.piece.bottom - props.piece.top
  const times = () => spanWords(props.piece.entry, props.timeZone)
  const stop = () => ({ column: props.piece.column, row: props.piece.row, key: props.piece.id })
  const isCarried = () => props.carry.carried()?.piece.id === props.piece.id
  /** How many lines fit below the title. */
  const room = () => Math.floor((minutes() * minutePx - 8) / linePx) - 1
  const isStruck = () => props.piece.entry.look === 'over'
  return (
    <button
      type="button"
      data-entry={props.piece.id}
      tabIndex={props.focus.isActive(stop()) ? 0 : -1}
      class={`absolute z-5 flex touch-pan-y select-none flex-col overflow-hidden rounded-md border border-card px-1.5 text-left text-sm leading-tight text-ink outline-none hover:z-8 hover:brightness-95 focus-visible:z-9 focus-visible:outline-3 focus-visible:outline-accent focus-visible:outline-solid ${room() < 1 ? 'py-0' : 'py-1'} ${props.piece.entry.canMove ? 'cursor-grab' : ''} ${isCarried() ? 'opacity-50' : ''}`}
      style={{
        ...styleOf(props.piece.entry),
        top: `${(props.piece.top - props.row * stepMinutes) * minutePx}px`,
        height: `${Math.max(leastPx, minutes() * minutePx - 1)}px`,
        left: `calc(${(props.piece.lane / props.piece.lanes) * 100}% + 2px)`,
        width: `calc(${100 / props.piece.lanes}% - 4px)`,
      }}
      onPointerDown={(event) => dragPiece(event, props.piece, { carry: props.carry, grid: props.grid, stepMinutes })}
      onClick={() => props.onOpen(props.piece.entry)}
    >
      <span class={`truncate font-semibold ${isStruck() ? 'line-through' : ''}`}>
        <Show when={room() === 0}>
          <span class="font-normal tabular-nums">{clockWords(props.piece.entry.startMs, props.timeZone)} </span>
        </Show>
        {props.piece.entry.title}
      </span>
      <span class={room() > 0 ? 'truncate tabular-nums' : 'sr-only'}>{times()}</span>
      <For each={props.piece.entry.lines}>
        {(line, place) => <span class={place() + 1 < room() ? 'truncate' : 'sr-only'}>{line}</span>}
      </For>
      <span class="sr-only">{props.piece.entry.state}</span>
    </button>
  )
}
