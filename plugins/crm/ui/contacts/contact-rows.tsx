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
import { ErrorNote } from '#kit'
import type { Contact } from '../types.ts'
import type { ContactList } from './contact-list.ts'
import { ContactRow } from './contact-row.tsx'
import { HeaderRow } from './header-row.tsx'
import { keepPlace, takePlace } from './place.ts'
import { placeRows } from './place-rows.ts'
import type { Selection } from './selection.ts'

export interface ContactRowsProps {
  readonly list: ContactList
  readonly selection: Selection
  readonly canChoose: boolean
  /** What is listed, as the address says it: to find the place again. */
  readonly place: string
}

const remPx = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
/** So many rows before the end the next page is asked for. */
const ahead = 80

/** All rows, of which those in view and a few around are drawn. Arrow keys go through them, Enter opens. */
export function ContactRows(props: ContactRowsProps): JSX.Element {
  let body: HTMLTableSectionElement | undefined
  const wide = matchMedia('(min-width: 768px)')
  const [rowPx, setRowPx] = createSignal((wide.matches ? 3.25 : 4.25) * remPx())
  const [marginPx, setMarginPx] = createSignal(0)
  const [active, setActive] = createSignal(-1)
  const count = () => props.list.contacts().length
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
    const top = takePlace(props.place)
    if (top > 0) requestAnimationFrame(() => window.scrollTo({ top }))
    onCleanup(() => observer.disconnect())
  })
  onCleanup(() => keepPlace(props.place, window.scrollY))
  createEffect(() => {
    const last = virtualizer.getVirtualItems().at(-1)
    if (last !== undefined && last.index >= count() - ahead) props.list.loadMore()
  })
  // Keyed by their place in the list; a row whose contact is deleted keeps it until the row is gone too.
  const rows = createMemo(
    mapArray(
      () => virtualizer.getVirtualItems(),
      (item) => {
        const contact = createMemo<Contact | undefined>((last) => props.list.contacts()[item.index] ?? last)
        return children(() => (
          <ContactRow
            contact={contact()}
            index={item.index}
            top={item.start - marginPx()}
            height={item.size}
            canChoose={props.canChoose}
            isChosen={props.selection.has(contact()?.id ?? '')}
            onToggle={(isRange) => props.selection.toggle(contact()?.id ?? '', isRange)}
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
        aria-label="Contacts"
        aria-rowcount={props.list.hasMore() ? -1 : count() + 1}
        class={`card block w-full border-spacing-0 overflow-hidden text-left transition-opacity ${props.list.isBehind() ? 'opacity-60' : ''}`}
      >
        <HeaderRow selection={props.selection} canChoose={props.canChoose} count={count()} />
        <tbody
          ref={body}
          id="contact-rows"
          class="relative block [contain:strict]"
          style={{ height: `${virtualizer.getTotalSize()}px` }}
          onKeyDown={onKeyDown}
          onFocusIn={(event) =>
            setActive(Number(event.target.closest<HTMLElement>('[data-index]')?.dataset.index ?? -1))
          }
          onFocusOut={() => setActive(-1)}
        />
      </table>
      <Show when={props.list.hasMore()}>
        <div class="p-4 text-center text-soft">
          <Show when={props.list.error()} fallback="Loading more…">
            <ErrorNote error={props.list.error()} retry={props.list.retry} />
          </Show>
        </div>
      </Show>
    </div>
  )
}

function stepsOf(pageRows: number, count: number): Readonly<Record<string, number>> {
  return { ArrowDown: 1, ArrowUp: -1, PageDown: pageRows, PageUp: -pageRows, Home: -count, End: count }
}
