import { type Axis, type AxisDay, momentOfRow, placeOf, readDay } from './axis.ts'
import { type Lane, layOut } from './lay-out.ts'

export interface CalendarColumn {
  readonly id: string
  /** The day that it shows, `2026-11-30`. */
  readonly day: string
  /** What it is called where it is spoken of: `Mia`, `Monday 30 November`. */
  readonly name: string
  /** When something can be booked here; everything else is shaded. */
  readonly open: readonly { readonly startMs: number; readonly endMs: number }[]
}

export interface CalendarEntry {
  readonly id: string
  /** The columns that it stands in. */
  readonly columnIds: readonly string[]
  readonly startMs: number
  readonly endMs: number
  readonly title: string
  /** More about it, seen as long as there is room and said in any case. */
  readonly lines: readonly string[]
  /** What its look says, for those who do not see it. */
  readonly state: string
  /** `#rrggbb`. */
  readonly colour: string
  /** `open` for what is not decided yet, `over` for what came to nothing, `blocked` for what is no booking. */
  readonly look: 'firm' | 'open' | 'over' | 'blocked'
  readonly canMove: boolean
}

/** An entry as it stands in one column; places are minutes below the top of the axis. */
export interface Piece extends Lane {
  /** The entry's and its column's: what the focus knows it by. */
  readonly id: string
  readonly entry: CalendarEntry
  readonly column: number
  readonly top: number
  readonly bottom: number
  readonly row: number
}

export interface GridModel {
  readonly axis: Axis
  readonly columns: readonly CalendarColumn[]
  readonly days: readonly AxisDay[]
  /** By column. */
  readonly pieces: readonly (readonly Piece[])[]
}

/** No entry is drawn shorter than this: it has to be pressed. */
const leastMinutes = 15

export function createModel(
  axis: Axis,
  columns: readonly CalendarColumn[],
  entries: readonly CalendarEntry[],
): GridModel {
  const days = columns.map(({ day }) => readDay(day, axis.timeZone))
  const pieces = columns.map((column, place) => {
    const day = days[place]
    return day === undefined
      ? []
      : piecesOf(
          axis,
          day,
          place,
          entries.filter((entry) => entry.columnIds.includes(column.id)),
        )
  })
  return { axis, columns, days, pieces }
}

function piecesOf(axis: Axis, day: AxisDay, column: number, entries: readonly CalendarEntry[]): Piece[] {
  const height = axis.rows.length * axis.stepMinutes
  const shown = entries.filter(({ startMs, endMs }) => startMs < day.end && endMs > day.start)
  const placed = shown.map((entry) => {
    const top = Math.min(placeOf(axis, day, entry.startMs), height - leastMinutes)
    const bottom = Math.max(placeOf(axis, day, entry.endMs), top + leastMinutes)
    return { id: entry.id, entry, top, bottom, startMs: top, endMs: bottom }
  })
  const lanes = layOut(placed)
  return placed
    .map(({ id, entry, top, bottom }) => ({
      id: `${id}@${column}`,
      entry,
      column,
      top,
      bottom,
      row: Math.floor(top / axis.stepMinutes),
      ...(lanes.get(id) ?? { lane: 0, lanes: 1 }),
    }))
    .toSorted((a, b) => a.top - b.top || a.lane - b.lane)
}

/** Where the focus stands: on an entry, or on a time at which there is none. */
export interface Stop {
  readonly column: number
  readonly row: number
  /** Of the entry; absent on an empty time. */
  readonly key?: string
}

export type Direction = 'up' | 'down' | 'left' | 'right' | 'home' | 'end'

export function isSameStop(one: Stop | undefined, other: Stop | undefined): boolean {
  return one?.key === other?.key && one?.column === other?.column && (one?.key !== undefined || one?.row === other?.row)
}

export function pieceAt(model: GridModel, stop: Stop): Piece | undefined {
  return model.pieces[stop.column]?.find(({ id }) => id === stop.key)
}

/** The entry that is there, or the empty time. */
export function stopAt(model: GridModel, column: number, row: number): Stop {
  const step = model.axis.stepMinutes
  const piece = model.pieces[column]?.find(({ top, bottom }) => top < (row + 1) * step && bottom > row * step)
  return piece === undefined ? { column, row } : { column, row: piece.row, key: piece.id }
}

/** Where an arrow key leads; undefined at the edge. */
export function stepFrom(model: GridModel, stop: Stop, direction: Direction): Stop | undefined {
  const last = model.columns.length - 1
  if (direction === 'home') return stopAt(model, 0, stop.row)
  if (direction === 'end') return stopAt(model, last, stop.row)
  if (direction === 'up' || direction === 'down') return stepAlong(model, stop, direction)
  const beside = laneBeside(model, stop, direction)
  if (beside !== undefined) return beside
  const column = stop.column + (direction === 'right' ? 1 : -1)
  return column < 0 || column > last ? undefined : stopAt(model, column, stop.row)
}

/** Up and down go through all that a column has, in the order of its beginnings. */
function stepAlong(model: GridModel, stop: Stop, direction: 'up' | 'down'): Stop | undefined {
  const stops = stopsOf(model, stop.column)
  return stops[stops.findIndex((each) => isSameStop(each, stop)) + (direction === 'down' ? 1 : -1)]
}

function stopsOf(model: GridModel, column: number): Stop[] {
  const { stepMinutes, rows } = model.axis
  const taken = (model.pieces[column] ?? []).map(({ row, id, top }) => ({ stop: { column, row, key: id }, top }))
  const free = rows
    .map((_, row) => ({ stop: stopAt(model, column, row), top: row * stepMinutes }))
    .filter(({ stop }) => stop.key === undefined)
  return [...taken, ...free].toSorted((a, b) => a.top - b.top).map(({ stop }) => stop)
}

function laneBeside(model: GridModel, stop: Stop, direction: 'left' | 'right'): Stop | undefined {
  const piece = pieceAt(model, stop)
  if (piece === undefined) return undefined
  const beside = (model.pieces[stop.column] ?? [])
    .filter(({ top, bottom }) => top < piece.bottom && bottom > piece.top)
    .filter(({ lane }) => (direction === 'right' ? lane > piece.lane : lane < piece.lane))
    .toSorted((a, b) => (direction === 'right' ? a.lane - b.lane : b.lane - a.lane))[0]
  return beside && { column: beside.column, row: beside.row, key: beside.id }
}

/** The moment that stands so many minutes below the top of a column; undefined where the day has no such time. */
export function momentAtPlace(model: GridModel, column: number, place: number): number | undefined {
  const { axis } = model
  const index = Math.floor(place / axis.stepMinutes)
  const [row, day] = [axis.rows[index], model.days[column]]
  const top = row === undefined || day === undefined ? undefined : momentOfRow(day, row)
  return top === undefined ? undefined : top + (place - index * axis.stepMinutes) * 60_000
}
