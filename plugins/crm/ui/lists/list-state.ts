import { useSearchParams } from '@solidjs/router'
import { type Accessor, createEffect, createMemo, on } from 'solid-js'
import { firstOf, toQuery } from '../query-string.ts'
import { chosenColumns, type ListColumn } from './column.ts'
import type { ListShape } from './list-shape.ts'
import { createRecordList, type Filter, type RecordList } from './record-list.ts'
import { createSelection, type Selection } from './selection.ts'

export interface ListState<Item extends { readonly id: string }> {
  readonly shape: ListShape<Item>
  /** What is asked for, by the API's names; '' where nothing is asked. */
  readonly filter: Accessor<Filter>
  readonly change: (part: Filter) => void
  readonly sort: Accessor<string>
  readonly columns: Accessor<readonly ListColumn<Item>[]>
  readonly list: RecordList<Item>
  readonly selection: Selection<Item>
  readonly isFiltered: Accessor<boolean>
  readonly isNothing: Accessor<boolean>
  readonly showAll: () => void
}

export interface ListStateOptions<Item> {
  /** All columns that can be chosen. */
  readonly columns: Accessor<readonly ListColumn<Item>[]>
  /** What is asked for besides what the address says. */
  readonly fixed?: Accessor<Filter>
  /** Whether the list is looked at; it is asked for only then. */
  readonly isShown?: Accessor<boolean>
}

/** A list of records as the address describes it: what is found, in which order, with which columns. */
export function createListState<Item extends { readonly id: string }>(
  shape: ListShape<Item>,
  options: ListStateOptions<Item>,
): ListState<Item> {
  const [search, setSearch] = useSearchParams<Record<string, string>>()
  const filter = createMemo(
    (): Filter => ({
      ...Object.fromEntries(shape.filters.map((name) => [name, firstOf(search[name])])),
      sort: firstOf(search.sort) || shape.usualSort,
      ...options.fixed?.(),
    }),
    undefined,
    { equals: (a: Filter, b: Filter) => toQuery(a) === toQuery(b) },
  )
  const list = createRecordList<Item>(shape.kind, filter, options.isShown)
  const selection = createSelection(list.items)
  createEffect(on(filter, selection.clear, { defer: true }))
  const change = (part: Filter) =>
    setSearch({ ...part, ...(part.sort === shape.usualSort ? { sort: '' } : {}) }, { replace: part.q !== undefined })
  return {
    shape,
    filter,
    change,
    sort: () => filter().sort ?? '',
    columns: createMemo(() => chosenColumns(options.columns(), firstOf(search.columns), shape.usualColumns)),
    list,
    selection,
    isFiltered: () => shape.filters.some((name) => filter()[name] !== ''),
    isNothing: () => list.items().length === 0 && !list.hasMore(),
    // A saved view asks for something too, so it is left.
    showAll: () => change({ ...Object.fromEntries(shape.filters.map((name) => [name, ''])), saved: '' }),
  }
}
