import { createContext, useContext } from 'solid-js'

export interface Place {
  readonly columnId: string
  /** The card above it; null at the top. */
  readonly afterId: string | null
}

export interface BoardMove extends Place {
  /** The card that was moved. */
  readonly id: string
}

export type DragAdapter = typeof import('@atlaskit/pragmatic-drag-and-drop/element/adapter')

interface BoardState {
  readonly adapter: () => DragAdapter | undefined
  readonly canMove: () => boolean
  readonly columns: () => readonly { readonly id: string; readonly title: string }[]
  /** Where the card that is dragged would land. */
  readonly over: () => Place | undefined
  readonly setOver: (place: Place | undefined) => void
  readonly dragged: () => string | undefined
  readonly setDragged: (id: string | undefined) => void
  readonly move: (cardId: string, label: string, to: Place) => void
  readonly scroll: (clientX: number) => void
}

export const BoardContext = createContext<BoardState>()

export function useBoard(): BoardState {
  const board = useContext(BoardContext)
  if (board === undefined) throw new Error('This column is not on a board')
  return board
}
