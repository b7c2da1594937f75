import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import { Confirm, useWorkspace } from '#kit'
import { shortNameOf } from '../name-of.ts'
import type { Contact } from '../types.ts'
import { deleteContacts } from './delete-contacts.ts'

export interface DeleteDialogProps {
  readonly contacts: readonly Contact[]
  readonly open: boolean
  readonly onClose: () => void
  readonly onDone?: () => void
}

/** Asks before contacts are deleted. */
export function DeleteDialog(props: DeleteDialogProps): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [done, setDone] = createSignal(0)
  // What is asked about stays the same while it leaves the list behind the question.
  const [doomed, setDoomed] = createSignal<readonly Contact[]>()
  const contacts = () => doomed() ?? props.contacts
  const remove = async () => {
    setDoomed(props.contacts)
    setDone(0)
    try {
      await deleteContacts({ workspace: workspace(), client, contacts: contacts(), onProgress: setDone })
      props.onDone?.()
    } finally {
      setDoomed(undefined)
    }
  }
  const title = () => {
    const [first] = contacts()
    return contacts().length === 1 && first !== undefined
      ? `Delete ${shortNameOf(first)}?`
      : `Delete ${contacts().length} contacts?`
  }
  return (
    <Confirm title={title()} action="Delete" open={props.open} onClose={props.onClose} onConfirm={remove}>
      All that is written about {contacts().length === 1 ? 'this person' : 'these people'} goes away. Right after, you
      can still undo it.
      <Show when={doomed() !== undefined && contacts().length > 5}>
        <span class="mt-2 block" role="status">
          {done()} of {contacts().length} deleted
        </span>
      </Show>
    </Confirm>
  )
}
