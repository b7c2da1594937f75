/** The column that a card stands in. */
export function columnOf(card: HTMLElement): string {
  return card.closest<HTMLElement>('[data-board-column]')?.dataset.boardColumn ?? ''
}

/** After which card it would stand one place further up or down; undefined where there is no such place. */
export function neighbours(card: HTMLElement): { up: string | null | undefined; down: string | undefined } {
  const cards = cardsOf(card.closest<HTMLElement>('[data-board-column]'))
  const place = cards.indexOf(card)
  return {
    up: place <= 0 ? undefined : (cards[place - 2]?.dataset.boardCard ?? null),
    down: cards[place + 1]?.dataset.boardCard,
  }
}

/** The card of a column below which something held at this height would land; null for the top. */
export function cardAbove(column: Element, clientY: number, heldId: string): string | null {
  const others = cardsOf(column).filter(({ dataset }) => dataset.boardCard !== heldId)
  const above = others.findLast((card) => {
    const { top, height } = card.getBoundingClientRect()
    return clientY > top + height / 2
  })
  return above?.dataset.boardCard ?? null
}

/** The card that stands above this one; null for the top. */
export function cardBefore(column: Element, id: string): string | null | undefined {
  const cards = cardsOf(column)
  const place = cards.findIndex(({ dataset }) => dataset.boardCard === id)
  return place === -1 ? undefined : (cards[place - 1]?.dataset.boardCard ?? null)
}

const patienceFrames = 40

/** Gives the focus back to a card that was drawn anew somewhere else, unless the person went on meanwhile. */
export function focusCard(board: HTMLElement, id: string): void {
  let frames = 0
  const look = () => {
    // A menu or a dialog that opens meanwhile has the focus to itself.
    if (document.querySelector('[role="menu"], [role="dialog"]') !== null) return
    const card = board.querySelector<HTMLElement>(`[data-board-card="${CSS.escape(id)}"]`)
    const isLost = document.activeElement === null || document.activeElement === document.body
    if (isLost) card?.querySelector<HTMLElement>('a, button')?.focus()
    frames += 1
    if (frames < patienceFrames) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

function cardsOf(column: Element | null): HTMLElement[] {
  return [...(column?.querySelectorAll<HTMLElement>('[data-board-card]') ?? [])]
}
