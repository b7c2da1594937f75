import type { JSX } from 'solid-js'

/** A column of a list of records, beside the name that each row begins with. */
export interface ListColumn<Item> {
  /** `email`, or `custom:<key>` for a field of the workspace's own. */
  readonly id: string
  readonly title: string
  readonly cell: (item: Item) => JSX.Element
  /** Its share of the width; 3 without one. */
  readonly share?: number
  readonly align?: 'end'
  readonly sort?: ColumnSort
}

/** What the address says when the list is ordered by a column. */
export interface ColumnSort {
  readonly up?: string
  readonly down?: string
}

/** What a press on a column's title orders by next: a second press turns the order around. */
export function nextSort({ up, down }: ColumnSort, current: string): string {
  const [first, second] = [up ?? down ?? '', down ?? up ?? '']
  return current === first ? second : first
}

export function directionOf({ up, down }: ColumnSort, current: string): 'ascending' | 'descending' | undefined {
  if (current === up) return 'ascending'
  return current === down ? 'descending' : undefined
}

/** The widths of all columns as a grid: what to choose a row by, its name, and the rest. */
export function gridOf(columns: readonly { readonly share?: number }[]): string {
  return ['3rem', 'minmax(0,5fr)', ...columns.map(({ share }) => `minmax(0,${share ?? 3}fr)`)].join(' ')
}

/** The columns that the address asks for, in its order; the usual ones when it asks for none that is there. */
export function chosenColumns<Item>(
  all: readonly ListColumn<Item>[],
  asked: string,
  usual: readonly string[],
): readonly ListColumn<Item>[] {
  const pick = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const found = all.find((column) => column.id === id)
      return found === undefined ? [] : [found]
    })
  return asked === '' ? pick(usual) : pick(asked === 'none' ? [] : asked.split(','))
}
