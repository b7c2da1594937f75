import { type JSX, Show } from 'solid-js'
import { Dialog, notify } from '#kit'
import type { ResourceKind } from '../types.ts'
import { ResourceForm } from './resource-form.tsx'

export interface ResourceDialogProps {
  readonly open: boolean
  readonly kind: ResourceKind
  readonly onClose: () => void
}

/** A new person, room or equipment. */
export function ResourceDialog(props: ResourceDialogProps): JSX.Element {
  return (
    <Dialog title="Who or what can be booked?" open={props.open} onClose={props.onClose}>
      <Show when={props.open}>
        <ResourceForm
          kind={props.kind}
          isShort
          onCancel={props.onClose}
          onSaved={({ name }) => {
            notify.done(`${name} is in your calendar`)
            props.onClose()
          }}
        />
      </Show>
    </Dialog>
  )
}
