// biome-ignore-all lint/a11y/noRedundantRoles: drawn as cards, the elements lose the roles that they have by themselves
import { createUniqueId, For, type JSX, Show } from 'solid-js'

export interface Column<Row> {
  readonly id: string
  readonly title: string
  readonly cell: (row: Row) => JSX.Element
  /** Numbers and amounts stand at the end of their column. */
  readonly align?: 'start' | 'end'
  /** May be sorted by. */
  readonly sortable?: boolean
  /** Something in the head instead of the title, such as a box that chooses all rows; the title stays its name. */
  readonly head?: () => JSX.Element
  /** Names the row, instead of the first column. */
  readonly isName?: boolean
  /** Left out where rows are cards. */
  readonly wideOnly?: boolean
}

export interface TableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  /** What is sorted by: a column's id, with `-` in front when it goes down. */
  readonly sort?: string | undefined
  readonly onSort?: (sort: string) => void
  readonly rowClass?: (row: Row) => string
}

/** A table, and on a narrow screen one card a row. It stays a table for those who hear it. */
export function Table<Row>(props: TableProps<Row>): JSX.Element {
  const name = () => props.columns.find(({ isName }) => isName === true) ?? props.columns[0]
  return (
    <div class="flex min-w-0 flex-col gap-3">
      <Show when={props.onSort}>{(onSort) => <SortChoice {...props} onSort={onSort()} />}</Show>
      <div class="min-w-0 sm:overflow-x-auto">
        <table role="table" aria-label={props.label} class="block w-full border-collapse text-left sm:table">
          <thead role="rowgroup" class="hidden border-b border-line text-sm text-soft sm:table-header-group">
            <tr role="row">
              <For each={props.columns}>
                {(column) => <Head column={column} sort={props.sort} onSort={props.onSort} />}
              </For>
            </tr>
          </thead>
          <tbody role="rowgroup" class="block divide-y divide-line sm:table-row-group">
            <For each={props.rows}>
              {(row) => (
                <tr role="row" class={`block px-4 py-3 hover:bg-raised sm:table-row ${props.rowClass?.(row) ?? ''}`}>
                  <For each={props.columns}>
                    {(column) => <Cell column={column} row={row} isName={column.id === name()?.id} />}
                  </For>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </div>
  )
}

interface HeadProps<Row> {
  readonly column: Column<Row>
  readonly sort: string | undefined
  readonly onSort: ((sort: string) => void) | undefined
}

function Head<Row>(props: HeadProps<Row>): JSX.Element {
  const direction = () => {
    if (props.sort === props.column.id) return 'ascending'
    return props.sort === `-${props.column.id}` ? 'descending' : undefined
  }
  const arrow = () => (direction() === 'descending' ? 'i-lucide-arrow-down' : 'i-lucide-arrow-up')
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={direction()}
      class={`px-4 py-2 font-medium ${props.column.align === 'end' ? 'text-right' : ''}`}
    >
      <Show
        when={props.column.sortable === true && props.onSort !== undefined}
        fallback={props.column.head?.() ?? props.column.title}
      >
        <button
          type="button"
          class="focusable inline-flex min-h-8 items-center gap-1 rounded font-medium hover:text-ink"
          onClick={() => props.onSort?.(direction() === 'ascending' ? `-${props.column.id}` : props.column.id)}
        >
          {props.column.title}
          <span aria-hidden="true" class={`${arrow()} ${direction() === undefined ? 'invisible' : ''}`} />
        </button>
      </Show>
    </th>
  )
}

function Cell<Row>(props: { readonly column: Column<Row>; readonly row: Row; readonly isName: boolean }): JSX.Element {
  const shape = () =>
    `${props.column.wideOnly === true ? 'hidden' : 'flex'} min-w-0 items-baseline gap-3 py-0.5 [overflow-wrap:anywhere] sm:table-cell sm:px-4 sm:py-2.5 sm:align-middle ${
      props.column.align === 'end' ? 'sm:text-right' : ''
    }`
  return (
    <Show
      when={props.isName}
      fallback={
        <td role="cell" class={shape()}>
          <span class="w-28 shrink-0 text-sm text-soft sm:hidden">{props.column.title}</span>
          <span class="min-w-0 flex-1">{props.column.cell(props.row)}</span>
        </td>
      }
    >
      <th role="rowheader" scope="row" class={`${shape()} text-left font-medium`}>
        {props.column.cell(props.row)}
      </th>
    </Show>
  )
}

/** Where cards have no heads to press, the order is chosen from a list. */
function SortChoice<Row>(props: TableProps<Row> & { readonly onSort: (sort: string) => void }): JSX.Element {
  const id = createUniqueId()
  const options = () =>
    props.columns
      .filter(({ sortable }) => sortable === true)
      .flatMap(({ id: column, title }) => [
        { value: column, label: `${title}, first to last` },
        { value: `-${column}`, label: `${title}, last to first` },
      ])
  return (
    <Show when={options().length > 0}>
      <div class="flex items-center gap-2 px-4 pt-3 sm:hidden">
        <label for={id} class="shrink-0 text-sm text-soft">
          Order
        </label>
        <select id={id} class="control" onChange={(event) => props.onSort(event.currentTarget.value)}>
          <For each={options()}>
            {(option) => (
              <option value={option.value} selected={option.value === props.sort}>
                {option.label}
              </option>
            )}
          </For>
        </select>
      </div>
    </Show>
  )
}
