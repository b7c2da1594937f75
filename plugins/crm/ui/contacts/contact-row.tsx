import { type JSX, Show } from 'solid-js'
import { useWorkspace } from '#kit'
import { nameOf } from '../name-of.ts'
import type { Contact } from '../types.ts'

/** The widths of the columns, as a grid, since rows stand where they are scrolled to; below `md` a row is a card: what to choose it by, then who it is. */
export const columns =
  'grid grid-cols-[3rem_minmax(0,1fr)] items-center md:grid-cols-[3rem_minmax(0,5fr)_minmax(0,4fr)_minmax(0,5fr)_minmax(0,4fr)_minmax(0,3fr)]'

export interface ContactRowProps {
  /** Undefined in the moment between a contact's end and its row's. */
  readonly contact: Contact | undefined
  readonly index: number
  readonly top: number
  readonly height: number
  readonly canChoose: boolean
  readonly isChosen: boolean
  readonly onToggle: (isRange: boolean) => void
}

/** One contact in the list. The whole row is a link; plain elements, since dozens of them come and go in a frame. */
export function ContactRow(props: ContactRowProps): JSX.Element {
  const workspace = useWorkspace()
  const name = () => (props.contact === undefined ? '' : nameOf(props.contact))
  const under = () =>
    [props.contact?.company?.name, props.contact?.phones[0] ?? props.contact?.emails[0]]
      .filter((part) => part !== undefined && part !== name())
      .join(' · ')
  return (
    <tr
      aria-rowindex={props.index + 2}
      data-index={props.index}
      class={`absolute inset-x-0 top-0 [contain:strict] border-b border-line last:border-b-0 ${columns} ${props.isChosen ? 'bg-accent-soft' : 'hover:bg-raised'}`}
      style={{ transform: `translateY(${props.top}px)`, height: `${props.height}px` }}
    >
      <td class="relative z-1 grid h-full place-items-center p-0">
        <Show when={props.canChoose} fallback={<span aria-hidden="true" class="i-lucide-user-round text-faint" />}>
          <label class="grid h-full min-h-6 w-full cursor-pointer place-items-center">
            <input
              type="checkbox"
              class="focusable h-5 w-5 accent-accent"
              aria-label={`Choose ${name()}`}
              checked={props.isChosen}
              onClick={(event) => props.onToggle(event.shiftKey)}
            />
          </label>
        </Show>
      </td>
      <td class="min-w-0 p-0 pr-3">
        <a
          href={workspace().path(`/crm/contacts/${props.contact?.id}`)}
          class="block truncate rounded font-medium no-underline outline-none after:absolute after:inset-0 after:content-[''] focus-visible:after:outline-3 focus-visible:after:outline-accent focus-visible:after:outline-solid focus-visible:after:-outline-offset-3"
        >
          {name()}
        </a>
        <p class="truncate text-sm text-soft md:hidden">{under()}</p>
      </td>
      <Cell>{props.contact?.company?.name}</Cell>
      <Cell>{props.contact?.emails[0]}</Cell>
      <Cell>{props.contact?.phones[0]}</Cell>
      <Cell>{props.contact?.tags.join(', ')}</Cell>
    </tr>
  )
}

function Cell(props: { readonly children: JSX.Element }): JSX.Element {
  return <td class="hidden truncate p-0 pr-3 text-soft md:block">{props.children}</td>
}
