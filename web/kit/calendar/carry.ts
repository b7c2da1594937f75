import { createSignal } from 'solid-js'
import { type Direction, type GridModel, momentAtPlace, type Piece } from './model.ts'

/** An entry on its way to another time or column, not put down yet. */
export interface Carried {
  readonly piece: Piece
  readonly column: number
  /** Minutes below the top. */
  readonly place: number
}

export interface CalendarMove {
  readonly id: string
  readonly fromColumnId: string
  readonly columnId: string
  readonly startMs: number
}

export interface Carry {
  readonly carried: () => Carried | undefined
  readonly hold: (carried: Carried) => void
  /** Carries it one step further with an arrow key. */
  readonly step: (piece: Piece, direction: Direction) => void
  readonly drop: () => void
  readonly leave: () => void
}

const snapMinutes = 15

/** Carries entries from one place to another, by pointer and by keys alike. */
export function createCarry(model: () => GridModel, onMove: (move: CalendarMove) => void): Carry {
  const [carried, setCarried] = createSignal<Carried>()
  const hold = (next: Carried) => {
    const place = Math.max(0, Math.round(next.place / snapMinutes) * snapMinutes)
    if (momentAtPlace(model(), next.column, place) !== undefined) setCarried({ ...next, place })
  }
  return {
    carried,
    hold,
    step: (piece, direction) => {
      const { column, place } = carried() ?? { column: piece.column, place: piece.top }
      const last = model().columns.length - 1
      if (direction === 'up') hold({ piece, column, place: place - snapMinutes })
      else if (direction === 'down') hold({ piece, column, place: place + snapMinutes })
      else hold({ piece, column: Math.min(last, Math.max(0, column + (direction === 'right' ? 1 : -1))), place })
    },
    drop: () => {
      const now = carried()
      setCarried(undefined)
      if (now === undefined) return
      const { piece, column, place } = now
      const [from, to] = [model().columns[piece.column], model().columns[column]]
      const startMs = momentAtPlace(model(), column, place)
      if (from === undefined || to === undefined || startMs === undefined) return
      if (from.id === to.id && startMs === piece.entry.startMs) return
      onMove({ id: piece.entry.id, fromColumnId: from.id, columnId: to.id, startMs })
    },
    leave: () => setCarried(undefined),
  }
}
