/**
 * Puts rows into their parent, in order, and takes out what is there no longer.
 *
 * A row that stays is never moved, not even for a moment: an element that is moved loses the focus. That works since
 * the order of two rows never changes.
 */
export function placeRows(parent: Element, rows: readonly Element[]): void {
  const wanted = new Set(rows)
  for (const row of [...parent.children]) if (!wanted.has(row)) row.remove()
  let next = parent.firstElementChild
  for (const row of rows) {
    if (row === next) next = row.nextElementSibling
    else parent.insertBefore(row, next)
  }
}
