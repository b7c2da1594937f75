import { createEffect, createMemo, createSignal, on } from 'solid-js'
import type { Carry } from './carry.ts'
import {
  type CalendarEntry,
  type Direction,
  type GridModel,
  isSameStop,
  momentAtPlace,
  pieceAt,
  type Stop,
  stepFrom,
  stopAt,
} from './model.ts'

export interface GridFocusOptions {
  readonly grid: () => HTMLElement | undefined
  readonly model: () => GridModel
  readonly carry: Carry
  readonly firstRow: () => number
  readonly onOpen: (entry: CalendarEntry) => void
  readonly onPick: (pick: { readonly columnId: string; readonly startMs: number }) => void
  readonly onPage: (step: -1 | 1) => void
}

export interface GridFocus {
  /** Whether the Tab key comes here. */
  readonly isActive: (stop: Stop) => boolean
  /** Chooses a free time. */
  readonly pick: (stop: Stop) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onFocusIn: (event: FocusEvent) => void
  readonly onFocusOut: (event: FocusEvent) => void
}

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'home',
  End: 'end',
}

/** The one stop of a grid: where it is, and where the keys lead. */
export function createGridFocus(options: GridFocusOptions): GridFocus {
  const { grid, model, carry } = options
  const [asked, setAsked] = createSignal<Stop>()
  const [isInside, setIsInside] = createSignal(false)
  /** What was asked for may be gone meanwhile, or stand elsewhere. */
  const active = createMemo<Stop>(() => {
    const stop = asked()
    if (stop === undefined) return stopAt(model(), 0, options.firstRow())
    const id = stop.key?.slice(0, stop.key.lastIndexOf('@'))
    const piece =
      pieceAt(model(), stop) ??
      model()
        .pieces.flat()
        .find(({ entry }) => entry.id === id)
    if (piece !== undefined) return { column: piece.column, row: piece.row, key: piece.id }
    return stopAt(model(), Math.min(stop.column, Math.max(0, model().columns.length - 1)), stop.row)
  })
  const focusActive = (how: FocusOptions = {}) => {
    const { key, column, row } = active()
    const place =
      key === undefined ? `[data-column="${column}"][data-row="${row}"]` : `[data-entry="${CSS.escape(key)}"]`
    grid()?.querySelector<HTMLElement>(place)?.focus(how)
  }
  // An entry that was drawn anew somewhere else keeps the focus, unless the person went on meanwhile.
  createEffect(
    on(model, () =>
      queueMicrotask(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body
        if (isInside() && isLost) focusActive({ preventScroll: true })
      }),
    ),
  )
  const go = (stop: Stop | undefined) => {
    if (stop === undefined) return
    setAsked(stop)
    focusActive()
  }
  const pick = (stop: Stop) => {
    const column = model().columns[stop.column]
    const startMs = momentAtPlace(model(), stop.column, stop.row * model().axis.stepMinutes)
    if (column !== undefined && startMs !== undefined) options.onPick({ columnId: column.id, startMs })
  }
  const enter = () => {
    if (carry.carried() !== undefined) return carry.drop()
    const piece = pieceAt(model(), active())
    if (piece === undefined) pick(active())
    else options.onOpen(piece.entry)
  }
  const arrow = (direction: Direction, isShifted: boolean) => {
    const piece = pieceAt(model(), active())
    const isCarrying = carry.carried() !== undefined
    if ((isShifted || isCarrying) && piece !== undefined) {
      if (piece.entry.canMove && direction !== 'home' && direction !== 'end') carry.step(piece, direction)
    } else go(stepFrom(model(), active(), direction))
  }
  const act = (event: KeyboardEvent): boolean => {
    const direction = directions[event.key]
    if (direction !== undefined) arrow(direction, event.shiftKey)
    else if (event.key === 'Enter' || event.key === ' ') enter()
    else if (event.key === 'Escape' && carry.carried() !== undefined) carry.leave()
    else if (event.key === 'PageUp' || event.key === 'PageDown') options.onPage(event.key === 'PageUp' ? -1 : 1)
    else return false
    return true
  }
  return {
    isActive: (stop) => isSameStop(active(), stop),
    pick,
    onKeyDown: (event) => {
      // What stands above the columns has keys of its own.
      const isHead = (event.target as HTMLElement).closest('[role="columnheader"]') !== null
      if (isHead || event.ctrlKey || event.metaKey || event.altKey || !act(event)) return
      event.preventDefault()
      event.stopPropagation()
    },
    onFocusIn: (event) => {
      const target = event.target as HTMLElement
      const cell = target.closest<HTMLElement>('[data-row]')
      if (cell === null) return
      setIsInside(true)
      const stop = { column: Number(cell.dataset.column), row: Number(cell.dataset.row) }
      setAsked(target.dataset.entry === undefined ? stop : { ...stop, key: target.dataset.entry })
    },
    onFocusOut: ({ relatedTarget }) => {
      // Without a target the focus went nowhere: what had it may just be drawn anew.
      if (relatedTarget === null || grid()?.contains(relatedTarget as Node) === true) return
      setIsInside(false)
      carry.leave()
    },
  }
}
