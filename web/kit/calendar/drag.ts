import type { Carry } from './carry.ts'
import { minutePx } from './looks.ts'
import type { Piece } from './model.ts'

const [startPx, touchMs, edgePx, scrollPx] = [5, 350, 56, 14]

export interface Drag {
  readonly carry: Carry
  /** The grid's scrolling part; cells in it say where they are by `data-column` and `data-row`. */
  readonly grid: () => HTMLElement | undefined
  readonly stepMinutes: number
}

/**
 * Follows a pointer that presses an entry: a mouse carries it as soon as it moves, a finger after it has rested a
 * moment, so that it can still scroll. Escape puts it back.
 */
export function dragPiece(event: PointerEvent, piece: Piece, drag: Drag): void {
  if (event.button !== 0 || !piece.entry.canMove) return
  const element = event.currentTarget as HTMLElement
  const grabbed = event.clientY - element.getBoundingClientRect().top
  const isFinger = event.pointerType === 'touch'
  let isCarrying = false
  const begin = () => {
    isCarrying = true
    element.setPointerCapture(event.pointerId)
  }
  const patience = isFinger ? setTimeout(begin, touchMs) : undefined
  const onMove = (moved: PointerEvent) => {
    const distance = Math.hypot(moved.clientX - event.clientX, moved.clientY - event.clientY)
    if (!isCarrying && isFinger && distance > startPx) return end()
    if (!isCarrying && !isFinger && distance > startPx) begin()
    if (!isCarrying) return
    scrollAtEdge(drag.grid(), moved)
    const target = cellAt(drag.grid(), moved.clientX, moved.clientY - grabbed)
    if (target === undefined) return
    const place = target.row * drag.stepMinutes + target.belowTopPx / minutePx
    drag.carry.hold({ piece, column: target.column, place })
  }
  const onUp = () => {
    if (isCarrying) {
      swallowClick(element)
      drag.carry.drop()
    }
    end()
  }
  const leave = () => {
    drag.carry.leave()
    end()
  }
  const onKey = (pressed: KeyboardEvent) => {
    if (pressed.key !== 'Escape' || !isCarrying) return
    pressed.preventDefault()
    pressed.stopPropagation()
    leave()
  }
  // While something is carried the finger does not scroll.
  const onTouch = (touched: TouchEvent) => isCarrying && touched.preventDefault()
  const end = () => {
    clearTimeout(patience)
    element.removeEventListener('touchmove', onTouch)
    window.removeEventListener('pointermove', onMove)
    window.removeEventListener('pointerup', onUp)
    window.removeEventListener('pointercancel', leave)
    window.removeEventListener('keydown', onKey, { capture: true })
  }
  element.addEventListener('touchmove', onTouch, { passive: false })
  window.addEventListener('pointermove', onMove)
  window.addEventListener('pointerup', onUp)
  window.addEventListener('pointercancel', leave)
  window.addEventListener('keydown', onKey, { capture: true })
}

/** The cell below a point, and how far below its top the point is. */
export function cellAt(grid: HTMLElement | undefined, x: number, y: number) {
  const cell = document
    .elementsFromPoint(x, y)
    .filter((element): element is HTMLElement => element instanceof HTMLElement)
    .find((element) => element.dataset.row !== undefined && grid?.contains(element) === true)
  if (cell === undefined) return undefined
  return {
    column: Number(cell.dataset.column),
    row: Number(cell.dataset.row),
    belowTopPx: y - cell.getBoundingClientRect().top,
  }
}

function scrollAtEdge(grid: HTMLElement | undefined, { clientX, clientY }: PointerEvent): void {
  if (grid === undefined) return
  const { left, top, right, bottom } = grid.getBoundingClientRect()
  const step = (at: number, low: number, high: number) =>
    at < low + edgePx ? -scrollPx : at > high - edgePx ? scrollPx : 0
  grid.scrollBy(step(clientX, left + edgePx, right), step(clientY, top + edgePx, bottom))
}

/** The click that ends a drag opens nothing. */
function swallowClick(element: HTMLElement): void {
  const swallow = (event: MouseEvent) => {
    event.preventDefault()
    event.stopPropagation()
  }
  element.addEventListener('click', swallow, { capture: true, once: true })
  setTimeout(() => element.removeEventListener('click', swallow, { capture: true }))
}
