import { For, type JSX, Show } from 'solid-js'
import type { ListColumn } from './column.ts'

/** Rows stand where they are scrolled to, so their columns are a grid; below `md` a row is a card: what to choose it by, then what it is. */
export const rowGrid = 'grid grid-cols-[3rem_minmax(0,1fr)] items-center md:[grid-template-columns:var(--columns)]'

export interface RecordRowProps<Item> {
  /** Undefined in the moment between a record's end and its row's. */
  readonly item: Item | undefined
  readonly name: (item: Item) => string
  readonly href: (item: Item) => string
  /** What stands under the name where a row is a card. */
  readonly under: (item: Item) => string
  /** A Lucide icon's class, for those who may choose nothing. */
  readonly icon: string
  readonly columns: readonly ListColumn<Item>[]
  readonly index: number
  readonly top: number
  readonly height: number
  readonly canChoose: boolean
  readonly isChosen: boolean
  readonly onToggle: (isRange: boolean) => void
}

/** One record in the list. The whole row is a link; plain elements, since dozens of them come and go in a frame. */
export function RecordRow<Item>(props: RecordRowProps<Item>): JSX.Element {
  const said = (words: (item: Item) => string) => (props.item === undefined ? '' : words(props.item))
  return (
    <tr
      aria-rowindex={props.index + 2}
      data-index={props.index}
      class={`absolute inset-x-0 top-0 [contain:strict] border-b border-line last:border-b-0 ${rowGrid} ${props.isChosen ? 'bg-accent-soft' : 'hover:bg-raised'}`}
      style={{ transform: `translateY(${props.top}px)`, height: `${props.height}px` }}
    >
      <td class="relative z-1 grid h-full place-items-center p-0">
        <Show when={props.canChoose} fallback={<span aria-hidden="true" class={`${props.icon} text-faint`} />}>
          <label class="grid h-full min-h-6 w-full cursor-pointer place-items-center">
            <input
              type="checkbox"
              class="focusable h-5 w-5 accent-accent"
              aria-label={`Choose ${said(props.name)}`}
              checked={props.isChosen}
              onClick={(event) => props.onToggle(event.shiftKey)}
            />
          </label>
        </Show>
      </td>
      <td class="min-w-0 p-0 pr-3">
        <a
          href={said(props.href)}
          class="block truncate rounded font-medium no-underline outline-none after:absolute after:inset-0 after:content-[''] focus-visible:after:outline-3 focus-visible:after:outline-accent focus-visible:after:outline-solid focus-visible:after:-outline-offset-3"
        >
          {said(props.name)}
        </a>
        <p class="truncate text-sm text-soft md:hidden">{said(props.under)}</p>
      </td>
      <For each={props.columns}>
        {(column) => (
          <td
            class={`hidden truncate p-0 pr-3 text-soft md:block ${column.align === 'end' ? 'text-right tabular-nums md:pr-6' : ''}`}
          >
            {props.item === undefined ? '' : column.cell(props.item)}
          </td>
        )}
      </For>
    </tr>
  )
}
