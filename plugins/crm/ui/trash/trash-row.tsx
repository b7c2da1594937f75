import { createSignal, type JSX, Show } from 'solid-js'
import { Button, focusTitle, formatDate, notify, relativeTime, useWorkspace } from '#kit'
import { usePeople } from '../people/people.ts'
import { useDesk } from '../records/desk.ts'
import type { TrashItem } from '../types.ts'
import { restore, trashKinds } from './trash-items.ts'

export interface TrashRowProps {
  readonly item: TrashItem
  readonly mayRemove: boolean
  readonly onRemove: () => void
}

/** Something in the trash: what it is, who put it there and when it goes. */
export function TrashRow(props: TrashRowProps): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const people = usePeople()
  const [busy, setBusy] = createSignal(false)
  const words = () => trashKinds[props.item.kind]
  const by = () => {
    const [kind, id = ''] = props.item.deletedBy?.split(':') ?? []
    if (kind === 'person') return ` by ${people.nameOf(id)}`
    return kind === 'key' ? ' by a program with an API key' : ''
  }
  const what = () => (props.item.mergedInto === null ? 'Deleted' : 'Merged into another one')
  const bringBack = () => {
    setBusy(true)
    restore(desk(), props.item)
      .then(focusTitle, notify.failed)
      .finally(() => setBusy(false))
  }
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <span aria-hidden="true" class={`${words().icon} shrink-0 text-xl text-soft`} />
      <div class="min-w-0 flex-1 basis-52">
        <p class="font-medium [overflow-wrap:anywhere]">{props.item.name}</p>
        <p class="text-sm text-soft [overflow-wrap:anywhere]">
          {words().one}. {what()}
          {by()}, {relativeTime(props.item.deletedAt)}. Gone for good on {formatDate(props.item.goneAt)}.
        </p>
      </div>
      <div class="flex flex-wrap gap-2">
        <Show when={workspace().can(`crm.${words().path}.write`)}>
          <Button icon="i-lucide-undo-2" busy={busy()} aria-label={`Bring back ${props.item.name}`} onClick={bringBack}>
            Bring back
          </Button>
        </Show>
        <Show when={props.mayRemove}>
          <Button look="quiet" aria-label={`Delete for good: ${props.item.name}`} onClick={() => props.onRemove()}>
            Delete for good
          </Button>
        </Show>
      </div>
    </li>
  )
}
