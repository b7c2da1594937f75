import { type JSX, Match, Show, Switch } from 'solid-js'
import { Button, Empty, ErrorNote, Skeleton } from '#kit'
import { BulkBar } from '../bulk/bulk-bar.tsx'
import type { Setter } from '../bulk/setter.ts'
import type { ListState } from './list-state.ts'
import { RecordRows } from './record-rows.tsx'

export interface ListBodyProps<Item extends { readonly id: string; readonly tags?: readonly string[] }> {
  readonly state: ListState<Item>
  readonly canWrite: boolean
  readonly canTag: boolean
  readonly setters: readonly Setter[]
  readonly extra?: (chosen: readonly Item[]) => JSX.Element
  /** What is said when nothing fits: `Nobody fits`. */
  readonly nothingFits: string
  /** Draws what stands where there is nothing at all. */
  readonly empty: () => JSX.Element
}

/** What a list shows: its rows and what can be done with them, or why there are none. */
export function ListBody<Item extends { readonly id: string; readonly tags?: readonly string[] }>(
  props: ListBodyProps<Item>,
): JSX.Element {
  const { list, shape } = props.state
  const words = () => {
    const count = list.items().length
    if (list.isLoading() || (count === 0 && !props.state.isFiltered())) return ''
    // Said once, and not again for every page that is scrolled to.
    return list.hasMore() ? `More than ${shape.count(100)}` : shape.count(count)
  }
  return (
    <>
      <p role="status" class="text-sm text-soft empty:hidden">
        {words()}
      </p>
      <Show when={list.isOutdated()}>
        <div role="status" class="flex flex-wrap items-center justify-between gap-2 rounded-lg bg-raised px-4 py-2">
          <p>Others have changed this list.</p>
          <Button look="quiet" icon="i-lucide-refresh-cw" onClick={list.renew}>
            Show it as it is now
          </Button>
        </div>
      </Show>
      <Switch>
        <Match when={list.error() && list.items().length === 0}>
          <ErrorNote error={list.error()} retry={list.retry} />
        </Match>
        <Match when={list.isLoading()}>
          <Skeleton rows={8} />
        </Match>
        <Match when={props.state.isNothing() && props.state.isFiltered()}>
          <Empty
            icon="i-lucide-search-x"
            title={props.nothingFits}
            action={<Button onClick={props.state.showAll}>Show all {shape.label.toLowerCase()}</Button>}
          >
            Try fewer letters or another spelling, or ask for less at once.
          </Empty>
        </Match>
        <Match when={props.state.isNothing()}>{props.empty()}</Match>
        <Match when={true}>
          <Show when={props.canWrite}>
            <BulkBar state={props.state} setters={props.setters} canTag={props.canTag} extra={props.extra ?? nothing} />
          </Show>
          <RecordRows state={props.state} canChoose={props.canWrite} />
        </Match>
      </Switch>
    </>
  )
}

const nothing = () => null
