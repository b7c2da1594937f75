import { createSignal, type JSX, Show } from 'solid-js'
import { Button, createForm, Dialog, ErrorNote } from '#kit'
import type { RunBulk, Setter } from './setter.ts'

export interface SetDialogProps {
  /** What is to be set; undefined while nothing is. */
  readonly setter: Setter | undefined
  readonly counted: string
  readonly onClose: () => void
  readonly run: RunBulk
}

/** One value for many records. */
export function SetDialog(props: SetDialogProps): JSX.Element {
  return (
    <Dialog
      title={`Set for ${props.counted}: ${props.setter?.label.toLowerCase() ?? ''}`}
      open={props.setter !== undefined}
      onClose={props.onClose}
    >
      <Show when={props.setter} keyed>
        {(setter) => <SetForm setter={setter} onClose={props.onClose} run={props.run} />}
      </Show>
    </Dialog>
  )
}

function SetForm(props: { readonly setter: Setter; readonly onClose: () => void; readonly run: RunBulk }): JSX.Element {
  const [value, setValue] = createSignal<string | null>(null)
  const form = createForm(async () => {
    const { id, done } = props.setter
    await props.run({ type: 'set', values: { [id]: value() } }, (count) => `${done} for ${count}`)
    props.onClose()
  })
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      {props.setter.control({
        label: props.setter.label,
        get value() {
          return value()
        },
        onChange: setValue,
        get error() {
          return form.wrong(`action/values/${props.setter.id}`)
        },
      })}
      <div class="flex justify-end gap-2">
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Set
        </Button>
      </div>
    </form>
  )
}
