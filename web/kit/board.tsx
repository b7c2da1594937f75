import { createResource, createSignal, type JSX, Show } from 'solid-js'
import { BoardContext, type BoardMove, type Place } from './board/board-context.ts'
import { columnOf, focusCard, neighbours } from './board/read-board.ts'
import { createShortcut } from './shortcut.ts'

export interface BoardProps {
  /** What is on it: `Deals of the pipeline Sales`. */
  readonly label: string
  /** Its columns in their order. */
  readonly columns: readonly { readonly id: string; readonly title: string }[]
  /** Whether the person may move cards. */
  readonly canMove: boolean
  /** A card was moved: show it there, and tell the API. */
  readonly onMove: (move: BoardMove) => void
  readonly children: JSX.Element
}

/**
 * Columns of cards that move between them: dragged with a mouse or a finger, by the menu of each card, or with Shift
 * and the arrow keys.
 *
 * A narrow screen shows one column after the other. The library that drags is loaded when there is something to drag.
 */
export function Board(props: BoardProps): JSX.Element {
  const isTouched = matchMedia('(pointer: coarse)').matches
  let root: HTMLElement | undefined
  const [over, setOver] = createSignal<Place>()
  const [dragged, setDragged] = createSignal<string>()
  const [said, setSaid] = createSignal('')
  const [adapter] = createResource(
    () => props.canMove,
    () => import('@atlaskit/pragmatic-drag-and-drop/element/adapter').catch(() => undefined),
  )
  const titleOf = (id: string) => props.columns.find((column) => column.id === id)?.title ?? ''
  const move = (cardId: string, label: string, to: Place) => {
    props.onMove({ id: cardId, columnId: to.columnId, afterId: to.afterId })
    setSaid(`${label}: now in ${titleOf(to.columnId)}`)
    if (root !== undefined) focusCard(root, cardId)
  }
  const step = (direction: 'left' | 'right' | 'up' | 'down') => {
    const card = document.activeElement?.closest<HTMLElement>('[data-board-card]')
    if (!props.canMove || card === null || card === undefined || root?.contains(card) !== true) return
    const target = placeBeside(card, direction)
    if (target !== undefined) move(card.dataset.boardCard ?? '', card.dataset.boardLabel ?? '', target)
  }
  const placeBeside = (card: HTMLElement, direction: 'left' | 'right' | 'up' | 'down'): Place | undefined => {
    const columnId = columnOf(card)
    if (direction === 'up' || direction === 'down') {
      const afterId = neighbours(card)[direction]
      return afterId === undefined ? undefined : { columnId, afterId }
    }
    const place = props.columns.findIndex(({ id }) => id === columnId)
    const column = props.columns[place + (direction === 'right' ? 1 : -1)]
    return column === undefined ? undefined : { columnId: column.id, afterId: null }
  }
  createShortcut('shift+arrowleft', 'Move the card one column to the left', () => step('left'))
  createShortcut('shift+arrowright', 'Move the card one column to the right', () => step('right'))
  createShortcut('shift+arrowup', 'Move the card up', () => step('up'))
  createShortcut('shift+arrowdown', 'Move the card down', () => step('down'))
  const context = {
    adapter: () => (adapter.state === 'ready' ? adapter() : undefined),
    canMove: () => props.canMove,
    columns: () => props.columns,
    over,
    setOver,
    dragged,
    setDragged,
    move,
    scroll: (clientX: number) => root !== undefined && scrollAtEdge(root, clientX),
  }
  return (
    <BoardContext.Provider value={context}>
      {/* Not every browser drags with a finger, and nothing shows that a card can be held. */}
      <Show when={props.canMove && isTouched}>
        <p class="mb-2 text-sm text-soft">
          To move a card, press <span aria-hidden="true" class="i-lucide-ellipsis-vertical align-[-0.125em]" />{' '}
          <span class="sr-only">its menu</span> on it and choose where. Many phones also drag it when you hold it.
        </p>
      </Show>
      <section
        ref={root}
        aria-label={props.label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the arrow keys
        tabIndex={0}
        class="focusable relative flex min-w-0 snap-x snap-mandatory items-start gap-3 overflow-x-auto rounded-xl pb-3 sm:snap-none"
      >
        {props.children}
      </section>
      <Show when={props.canMove}>
        <p class="sr-only" aria-live="polite">
          {said()}
        </p>
      </Show>
    </BoardContext.Provider>
  )
}

/** Brings the next column into sight while a card is held at the edge. */
function scrollAtEdge(board: HTMLElement, clientX: number): void {
  const { left, right } = board.getBoundingClientRect()
  if (clientX < left + 48) board.scrollLeft -= 16
  else if (clientX > right - 48) board.scrollLeft += 16
}
