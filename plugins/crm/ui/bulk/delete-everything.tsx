import type { JSX } from 'solid-js'
import { Confirm } from '#kit'

/** Asks before all that match are deleted: it is more than one sees. */
export function DeleteEverything(props: {
  readonly open: boolean
  readonly counted: string
  readonly onClose: () => void
  readonly onConfirm: () => Promise<void>
}): JSX.Element {
  return (
    <Confirm
      title={`Delete ${props.counted}?`}
      action="Delete"
      open={props.open}
      onClose={props.onClose}
      onConfirm={props.onConfirm}
    >
      This includes those further down that are not on the page yet. Right after, you can still undo it.
    </Confirm>
  )
}
