import * as Kobalte from '@kobalte/core/dropdown-menu'
import { createSignal, Index, type JSX, Show } from 'solid-js'

export interface MenuItem {
  readonly label: string
  readonly onSelect: () => void
  /** A Lucide icon's class. */
  readonly icon?: string
  readonly danger?: boolean
  readonly disabled?: boolean
  /** Marks the one that holds now, among several. */
  readonly checked?: boolean
}

export interface MenuGroup {
  readonly title?: string
  readonly items: readonly MenuItem[]
}

export interface MenuProps {
  /** What the button says, or, when it shows an icon alone, what it is called: `Actions for Anna Berg`. */
  readonly label: string
  readonly items?: readonly MenuItem[]
  /** Items under headings, with lines between them, instead of `items`. */
  readonly groups?: readonly MenuGroup[]
  /** The button's icon; three dots without one. */
  readonly icon?: string
  /** Shows the label on the button beside its icon. */
  readonly withLabel?: boolean
  readonly class?: string
}

const item =
  'flex min-h-10 cursor-pointer items-center gap-2.5 rounded-md px-3 py-2 outline-none data-[highlighted]:bg-raised data-[disabled]:cursor-default data-[disabled]:opacity-60'

/** A button that opens a list of things to do with what it stands beside. */
export function Menu(props: MenuProps): JSX.Element {
  const [trigger, setTrigger] = createSignal<HTMLButtonElement>()
  const groups = () => props.groups ?? [{ items: props.items ?? [] }]
  return (
    <Kobalte.Root gutter={4} modal={false}>
      <Kobalte.Trigger
        ref={setTrigger}
        aria-label={props.withLabel === true ? undefined : props.label}
        class={`focusable inline-flex min-h-10 min-w-10 shrink-0 items-center justify-center gap-2 rounded-lg hover:bg-raised ${
          props.withLabel === true ? 'border border-line bg-card px-4 py-2 font-medium' : ''
        } ${props.class ?? ''}`}
      >
        <span aria-hidden="true" class={props.icon ?? 'i-lucide-ellipsis'} />
        <Show when={props.withLabel === true}>
          {props.label}
          <span aria-hidden="true" class="i-lucide-chevron-down text-soft" />
        </Show>
      </Kobalte.Trigger>
      <Kobalte.Portal mount={placeOf(trigger())}>
        <Kobalte.Content class="z-50 max-h-[min(60vh,28rem)] min-w-52 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-xl border border-line bg-card p-1.5 shadow-lg">
          {/* By their places: what is open keeps the focus while the thing that it belongs to changes. */}
          <Index each={groups().filter(({ items }) => items.length > 0)}>
            {(group, place) => (
              <>
                <Show when={place > 0}>
                  <Kobalte.Separator class="my-1.5 border-t border-line" />
                </Show>
                <Group group={group()} />
              </>
            )}
          </Index>
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte.Root>
  )
}

/** Inside of the page's main part, as its button is; in front of a dialog only at the end of the document. */
function placeOf(trigger: HTMLElement | undefined): HTMLElement {
  const isInDialog = trigger?.closest('[role="dialog"]') != null
  return (isInDialog ? null : document.getElementById('main')) ?? document.body
}

function Group(props: { readonly group: MenuGroup }): JSX.Element {
  return (
    <Kobalte.Group>
      <Show when={props.group.title}>
        {(title) => <Kobalte.GroupLabel class="px-3 py-1 text-sm text-soft">{title()}</Kobalte.GroupLabel>}
      </Show>
      <Index each={props.group.items}>{(each) => <Item {...each()} />}</Index>
    </Kobalte.Group>
  )
}

function Item(props: MenuItem): JSX.Element {
  return (
    <Kobalte.Item
      class={`${item} ${props.danger === true ? 'text-danger' : ''}`}
      disabled={props.disabled === true}
      // The menu gives the focus back first; what opens next takes it from there.
      onSelect={() => setTimeout(props.onSelect)}
    >
      <Show when={props.icon}>{(icon) => <span aria-hidden="true" class={icon()} />}</Show>
      <span class="min-w-0 flex-1 [overflow-wrap:anywhere]">{props.label}</span>
      <Show when={props.checked === true}>
        <span aria-hidden="true" class="i-lucide-check text-accent" />
        <span class="sr-only">(now)</span>
      </Show>
    </Kobalte.Item>
  )
}
