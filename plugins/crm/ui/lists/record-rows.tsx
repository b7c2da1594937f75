import { createWindowVirtualizer, defaultRangeExtractor, type Range } from '@tanstack/solid-virtual'
import {
  children,
  createEffect,
  createMemo,
  createSignal,
  type JSX,
  mapArray,
  onCleanup,
  onMount,
  Show,
} from 'solid-js'
import { ErrorNote, useWorkspace } from '#kit'
import { toQuery } from '../query-string.ts'
import { gridOf } from './column.ts'
import { HeaderRow } from './header-row.tsx'
import type { ListState } from './list-state.ts'
import { keepPlace, takePlace } from './place.ts'
import { placeRows } from './place-rows.ts'
import { RecordRow } from './record-row.tsx'

export interface RecordRowsProps<Item extends { readonly id: string }> {
  readonly state: ListState<Item>
  readonly canChoose: boolean
}

const remPx = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
/** So many rows before the end the next page is asked for. */
const ahead = 80

/** All rows, of which those in view and a few around are drawn. Arrow keys go through them, Enter opens. */
export function RecordRows<Item extends { readonly id: string }>(props: RecordRowsProps<Item>): JSX.Element {
  const workspace = useWorkspace()
  // Neither changes while the list is shown.
  const { list, selection, shape } = props.state
  const place = () => `${shape.kind}?${toQuery(props.state.filter())}`
  let body: HTMLTableSectionElement | undefined
  const wide = matchMedia('(min-width: 768px)')
  const [rowPx, setRowPx] = createSignal((wide.matches ? 3.25 : 4.25) * remPx())
  const [marginPx, setMarginPx] = createSignal(0)
  const [active, setActive] = createSignal(-1)
  const count = () => list.items().length
  const virtualizer = createWindowVirtualizer<HTMLTableRowElement>({
    get count() {
      return count()
    },
    get scrollMargin() {
      return marginPx()
    },
    get estimateSize() {
      const px = rowPx()
      return () => px
    },
    // The row with the focus stays drawn however far the page is scrolled: focus is never lost.
    get rangeExtractor() {
      const at = active()
      return (range: Range) => {
        const shown = defaultRangeExtractor(range)
        return at < 0 || at >= range.count || shown.includes(at) ? shown : [...shown, at].sort((a, b) => a - b)
      }
    },
    overscan: 6,
    scrollPaddingStart: 72,
    scrollPaddingEnd: 88,
  })
  const measure = () => {
    setRowPx((wide.matches ? 3.25 : 4.25) * remPx())
    if (body !== undefined) setMarginPx(Math.round(body.getBoundingClientRect().top + window.scrollY))
  }
  createEffect(() => {
    rowPx()
    virtualizer.measure()
  })
  onMount(() => {
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    measure()
    const top = takePlace(place())
    if (top > 0) requestAnimationFrame(() => window.scrollTo({ top }))
    onCleanup(() => observer.disconnect())
  })
  const shown = createMemo(place)
  onCleanup(() => keepPlace(shown(), window.scrollY))
  createEffect(() => {
    const last = virtualizer.getVirtualItems().at(-1)
    if (last !== undefined && last.index >= count() - ahead) list.loadMore()
  })
  // Keyed by their place in the list; a row whose record is deleted keeps it until the row is gone too.
  const rows = createMemo(
    mapArray(
      () => virtualizer.getVirtualItems(),
      (item) => {
        const record = createMemo<Item | undefined>((last) => list.items()[item.index] ?? last)
        return children(() => (
          <RecordRow
            item={record()}
            name={shape.name}
            href={(item) => workspace().path(shape.path(item))}
            under={shape.under}
            icon={shape.icon}
            columns={props.state.columns()}
            index={item.index}
            top={item.start - marginPx()}
            height={item.size}
            canChoose={props.canChoose}
            isChosen={selection.has(record()?.id ?? '')}
            onToggle={(isRange) => selection.toggle(record()?.id ?? '', isRange)}
          />
        ))
      },
    ),
  )
  createEffect(
    () =>
      body !== undefined &&
      placeRows(
        body,
        rows().map((row) => row() as Element),
      ),
  )
  const goTo = (index: number, selector: string) => {
    const to = Math.min(Math.max(index, 0), count() - 1)
    setActive(to)
    virtualizer.scrollToIndex(to, { align: 'auto' })
    requestAnimationFrame(() =>
      body?.querySelector<HTMLElement>(`[data-index="${to}"] ${selector}`)?.focus({ preventScroll: true }),
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement
    const row = target.closest<HTMLElement>('[data-index]')
    const step = stepsOf(Math.max(1, Math.floor(window.innerHeight / rowPx()) - 3), count())[event.key]
    if (row === null || step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    goTo(Number(row.dataset.index) + step, target.tagName === 'INPUT' ? 'input' : 'a')
  }
  return (
    <div>
      <table
        aria-label={shape.label}
        aria-rowcount={list.hasMore() ? -1 : count() + 1}
        style={{ '--columns': gridOf(props.state.columns()) }}
        class={`card block w-full border-spacing-0 overflow-hidden text-left transition-opacity ${list.isBehind() ? 'opacity-60' : ''}`}
      >
        <HeaderRow
          selection={selection}
          canChoose={props.canChoose}
          count={count()}
          nameTitle={shape.nameTitle}
          nameSort={shape.nameSort}
          columns={props.state.columns()}
          sort={props.state.sort()}
          onSort={(sort) => props.state.change({ sort })}
        />
        <tbody
          ref={body}
          id="record-rows"
          class="relative block [contain:strict]"
          style={{ height: `${virtualizer.getTotalSize()}px` }}
          onKeyDown={onKeyDown}
          onFocusIn={(event) =>
            setActive(Number(event.target.closest<HTMLElement>('[data-index]')?.dataset.index ?? -1))
          }
          onFocusOut={() => setActive(-1)}
        />
      </table>
      <Show when={list.hasMore()}>
        <div class="p-4 text-center text-soft">
          <Show when={list.error()} fallback="Loading more…">
            <ErrorNote error={list.error()} retry={list.retry} />
          </Show>
        </div>
      </Show>
    </div>
  )
}

function stepsOf(pageRows: number, count: number): Readonly<Record<string, number>> {
  return { ArrowDown: 1, ArrowUp: -1, PageDown: pageRows, PageUp: -pageRows, Home: -count, End: count }
}
