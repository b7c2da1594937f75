import { createWindowVirtualizer, defaultRangeExtractor, type Range } from '@tanstack/solid-virtual'
import { createEffect, createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { ErrorNote } from '#kit'
import type { ContactList } from './contact-list.ts'
import { ContactRow, columns } from './contact-row.tsx'
import { keepPlace, takePlace } from './place.ts'
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
    overscan: 10,
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
          class="relative block"
          style={{ height: `${virtualizer.getTotalSize()}px` }}
          onKeyDown={onKeyDown}
          onFocusIn={(event) =>
            setActive(Number(event.target.closest<HTMLElement>('[data-index]')?.dataset.index ?? -1))
          }
          onFocusOut={() => setActive(-1)}
        >
          <For each={virtualizer.getVirtualItems()}>
            {(item) => (
              <Show when={props.list.contacts()[item.index]}>
                {(contact) => (
                  <ContactRow
                    contact={contact()}
                    index={item.index}
                    top={item.start - marginPx()}
                    height={item.size}
                    canChoose={props.canChoose}
                    isChosen={props.selection.has(contact().id)}
                    onToggle={(isRange) => props.selection.toggle(contact().id, isRange)}
                  />
                )}
              </Show>
            )}
          </For>
        </tbody>
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

function HeaderRow(props: {
  readonly selection: Selection
  readonly canChoose: boolean
  readonly count: number
}): JSX.Element {
  return (
    <thead class="block border-b border-line bg-raised text-sm font-medium text-soft">
      <tr aria-rowindex={1} class={`min-h-10 ${columns}`}>
        <th scope="col" class="grid h-full place-items-center p-0">
          <Show when={props.canChoose} fallback={<span class="sr-only">Kind</span>}>
            <label class="grid min-h-10 w-full cursor-pointer place-items-center">
              <input
                type="checkbox"
                class="focusable h-5 w-5 accent-accent"
                aria-label={`Choose all ${props.count} that are loaded`}
                checked={props.selection.isAll()}
                ref={(box) =>
                  createEffect(() =>
                    Object.assign(box, {
                      indeterminate: props.selection.chosen().length > 0 && !props.selection.isAll(),
                    }),
                  )
                }
                id="choose-all"
                onChange={() => props.selection.toggleAll()}
              />
            </label>
          </Show>
        </th>
        <th scope="col" class="p-0 font-medium">
          Name
        </th>
        <For each={['Company', 'Email', 'Phone', 'Tags']}>
          {(title) => (
            <th scope="col" class="hidden p-0 font-medium md:block">
              {title}
            </th>
          )}
        </For>
      </tr>
    </thead>
  )
}
