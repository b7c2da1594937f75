import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Button, type Column, Empty, Loaded, Table, useWorkspace } from '#kit'
import type { Block } from '../../kernel/sdk/pages.ts'
import { Actions } from './actions.tsx'
import { fillPath } from './address.ts'
import { Filters } from './filters.tsx'
import { useCall, usePublishedPage } from './published-page.ts'
import { readField, recordsOf } from './read-field.ts'
import { Section } from './section.tsx'
import { ShownValue } from './shown-value.tsx'
import { createListState, type ListState, useList } from './table-list.ts'
import { wordsOf } from './words.ts'

export type TableBlock = Extract<Block, { block: 'table' }>

/** A list of the plugin: found by words and choices, page after page, each row with what can be done to it. */
export function TableBlockView(props: { readonly block: TableBlock; readonly name: string }): JSX.Element {
  const state = createListState(() => props.block, props.name)
  const list = useList(() => props.block, state)
  const rows = () => (list.isSuccess || list.isRefetchError ? list.data?.pages.flatMap(recordsOf) : undefined) ?? []
  return (
    <Section title={props.block.title} label="List">
      <Filters block={props.block} state={state} isAlone={props.block.title === undefined} />
      <div aria-busy={list.isFetching} class="min-w-0">
        <Loaded query={list}>
          {() => (
            <Show when={rows().length > 0} fallback={<Nothing block={props.block} state={state} name={props.name} />}>
              <Rows block={props.block} rows={rows()} name={props.name} />
            </Show>
          )}
        </Loaded>
      </div>
      <Show when={list.hasNextPage}>
        <Button class="mb-4 self-center" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      </Show>
    </Section>
  )
}

interface RowsProps {
  readonly block: TableBlock
  readonly rows: readonly unknown[]
  readonly name: string
}

function Rows(props: RowsProps): JSX.Element {
  const calls = useCall()
  const nameOf = (row: unknown) => {
    const [first] = props.block.columns
    return first === undefined ? '' : wordsOf(readField(row, first.field), first)
  }
  const hasActions = () => props.block.actions.some(({ call }) => call === undefined || calls.may(call))
  const columns = (): Column<unknown>[] => [
    ...props.block.columns.map(
      (shown, place): Column<unknown> => ({
        id: `${place}`,
        title: shown.title,
        align: shown.as === 'number' || shown.as === 'money' ? 'end' : 'start',
        cell: (row) =>
          place === 0 ? <RowName block={props.block} row={row} /> : <ShownValue shown={shown} record={row} />,
      }),
    ),
    ...(hasActions()
      ? [
          {
            id: 'actions',
            title: 'Actions',
            align: 'end' as const,
            head: () => <span class="sr-only">Actions</span>,
            cell: (row: unknown) => (
              <Actions small actions={props.block.actions} record={row} name={props.name} of={nameOf(row)} />
            ),
          },
        ]
      : []),
  ]
  return <Table label={props.block.title ?? 'List'} columns={columns()} rows={props.rows} />
}

/** The first column names the row, and leads to its page. */
function RowName(props: { readonly block: TableBlock; readonly row: unknown }): JSX.Element {
  const workspace = useWorkspace()
  const page = usePublishedPage()
  const href = () => {
    const path = props.block.opens === undefined ? undefined : fillPath(props.block.opens, [props.row, page().params])
    return path === undefined ? undefined : workspace().path(`/${page().plugin.id}${path}`)
  }
  const shown = () => props.block.columns[0]
  return (
    <Show when={shown()}>
      {(first) => (
        <Show when={href()} fallback={<ShownValue shown={first()} record={props.row} />}>
          {(address) => (
            <A
              href={address()}
              class="focusable inline-block min-h-6 rounded text-ink underline decoration-line underline-offset-4 hover:decoration-ink"
            >
              {wordsOf(readField(props.row, first().field), first()) || 'Without a name'}
            </A>
          )}
        </Show>
      )}
    </Show>
  )
}

/** Nothing there yet, or nothing that fits. */
function Nothing(props: { readonly block: TableBlock; readonly state: ListState; readonly name: string }): JSX.Element {
  return (
    <Show
      when={!props.state.isFiltered()}
      fallback={
        <Empty
          icon="i-lucide-search-x"
          title="Nothing fits"
          action={<Button onClick={props.state.showAll}>Show all</Button>}
        >
          Try fewer letters or another spelling, or ask for less at once.
        </Empty>
      }
    >
      <Empty
        icon="i-lucide-inbox"
        title={props.block.empty?.text ?? 'Nothing here yet'}
        action={
          <Show when={props.block.empty?.action}>
            {(action) => <Actions actions={[action()]} name={`${props.name}.empty`} />}
          </Show>
        }
      />
    </Show>
  )
}
