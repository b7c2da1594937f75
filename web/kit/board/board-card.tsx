import { createEffect, type JSX, onCleanup, Show } from 'solid-js'
import { Menu, type MenuItem } from '../menu.tsx'
import { useBoard } from './board-context.ts'
import { columnOf } from './read-board.ts'

export interface BoardCardProps {
  readonly id: string
  /** What it is called where it is spoken of: the title of a deal. */
  readonly label: string
  /** The column that it stands in. */
  readonly columnId: string
  /** More to do with it, below `Move to` in its menu. */
  readonly actions?: readonly MenuItem[]
  /** Its content; the first link or button in it is what the focus goes to. */
  readonly children: JSX.Element
}

/** A card of a board: it can be dragged, and its menu moves it without. */
export function BoardCard(props: BoardCardProps): JSX.Element {
  const board = useBoard()
  let card: HTMLLIElement | undefined
  createEffect(() => {
    const adapter = board.adapter()
    if (adapter === undefined || card === undefined) return
    onCleanup(
      adapter.draggable({
        element: card,
        canDrag: () => board.canMove(),
        getInitialData: () => ({ boardCard: props.id, label: props.label }),
        onDragStart: () => board.setDragged(props.id),
        onDrop: () => board.setDragged(undefined),
      }),
    )
  })
  const targets = (): MenuItem[] =>
    board.columns().map(({ id, title }) => ({
      label: title,
      checked: id === props.columnId,
      disabled: id === props.columnId,
      onSelect: () => board.move(props.id, props.label, { columnId: id, afterId: null }),
    }))
  const isAfter = () =>
    board.over()?.afterId === props.id && card !== undefined && columnOf(card) === board.over()?.columnId
  return (
    <li
      ref={card}
      data-board-card={props.id}
      data-board-label={props.label}
      // A browser drags a link or a picture by itself, instead of the card around it.
      onPointerDown={({ target }) => (target as Element).closest('a, img')?.setAttribute('draggable', 'false')}
      class={`flex flex-col py-1 ${board.canMove() ? 'cursor-grab' : ''} ${board.dragged() === props.id ? 'opacity-50' : ''}`}
    >
      <div class="card flex items-start gap-1 p-1 pl-3 shadow-sm">
        <div class="min-w-0 flex-1 py-2">{props.children}</div>
        <Menu
          label={`Actions for ${props.label}`}
          icon="i-lucide-ellipsis-vertical"
          groups={[
            ...(board.canMove() ? [{ title: 'Move to', items: targets() }] : []),
            { items: props.actions ?? [] },
          ]}
        />
      </div>
      <Show when={isAfter()}>
        <div aria-hidden="true" class="mx-1 mt-2 h-1 rounded-full bg-accent" />
      </Show>
    </li>
  )
}
