import { createEffect, type JSX, onCleanup, Show } from 'solid-js'
import { useBoard } from './board-context.ts'
import { cardAbove, cardBefore } from './read-board.ts'

export interface BoardColumnProps {
  readonly id: string
  readonly title: string
  /** Under the title: `3 deals, €1,200`. */
  readonly summary?: JSX.Element
  /** Beside the title: a button that adds a card. */
  readonly action?: JSX.Element
  /** Under the cards: a button that shows more of them. */
  readonly footer?: JSX.Element
  readonly children: JSX.Element
}

/** A column of a board. Its children are `BoardCard`s. */
export function BoardColumn(props: BoardColumnProps): JSX.Element {
  const board = useBoard()
  let column: HTMLElement | undefined
  createEffect(() => {
    const adapter = board.adapter()
    if (adapter === undefined || column === undefined) return
    const element = column
    const placeOf = (heldId: string, clientY: number) => ({
      columnId: props.id,
      afterId: cardAbove(element, clientY, heldId),
    })
    onCleanup(
      adapter.dropTargetForElements({
        element,
        canDrop: ({ source }) => typeof source.data.boardCard === 'string',
        onDrag: ({ location, source }) => {
          board.scroll(location.current.input.clientX)
          board.setOver(placeOf(String(source.data.boardCard), location.current.input.clientY))
        },
        onDragLeave: () => board.setOver(undefined),
        onDrop: ({ location, source }) => {
          const id = String(source.data.boardCard)
          const to = placeOf(id, location.current.input.clientY)
          board.setOver(undefined)
          if (cardBefore(element, id) !== to.afterId) board.move(id, String(source.data.label), to)
        },
      }),
    )
  })
  const isOver = () => board.over()?.columnId === props.id
  return (
    <section
      ref={column}
      aria-label={props.title}
      data-board-column={props.id}
      class={`flex w-[min(84vw,18rem)] shrink-0 snap-center flex-col gap-2 self-stretch rounded-xl border p-2 sm:w-68 ${
        isOver() ? 'border-accent bg-accent-soft' : 'border-transparent bg-raised'
      }`}
    >
      <header class="flex items-start justify-between gap-2 px-1.5 pt-1">
        <div class="min-w-0">
          <h2 class="text-base font-semibold [overflow-wrap:anywhere]">{props.title}</h2>
          <p class="text-sm text-soft">{props.summary}</p>
        </div>
        {props.action}
      </header>
      <ul class="flex min-h-16 flex-1 flex-col">
        <Show when={isOver() && board.over()?.afterId === null}>
          <li aria-hidden="true" class="mx-1 h-1 shrink-0 rounded-full bg-accent" />
        </Show>
        {props.children}
      </ul>
      {props.footer}
    </section>
  )
}
