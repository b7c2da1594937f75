import { createSignal, type JSX, Show } from 'solid-js'
import { Button, createForm, Dialog, ErrorNote, Switch, TextField } from '#kit'
import type { View } from '../types.ts'
import type { ViewWords } from './change-view.ts'

export interface SaveViewProps {
  readonly open: boolean
  /** The view to rename; without one, a new one is made. */
  readonly view: View | undefined
  readonly onClose: () => void
  readonly onSave: (given: ViewWords) => Promise<void>
}

/** What a view is called, and who sees it. */
export function SaveView(props: SaveViewProps): JSX.Element {
  return (
    <Dialog
      title={props.view === undefined ? 'Save this view' : 'Rename the view'}
      open={props.open}
      onClose={props.onClose}
    >
      <Show when={props.open}>
        <SaveForm {...props} />
      </Show>
    </Dialog>
  )
}

function SaveForm(props: SaveViewProps): JSX.Element {
  const [shared, setShared] = createSignal(props.view?.shared ?? false)
  const form = createForm(async (data) => {
    await props.onSave({ name: String(data.get('name') ?? '').trim(), shared: shared() })
    props.onClose()
  })
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <Show when={props.view === undefined}>
        <p class="text-soft">What you search for, the order and the columns stand above the list from now on.</p>
      </Show>
      <TextField
        label="Name of the view"
        name="name"
        maxlength={100}
        autocomplete="off"
        autofocus
        value={props.view?.name ?? ''}
        error={form.wrong('name')}
      />
      <Switch label="Everybody in this workspace sees it" checked={shared()} onChange={setShared} />
      <div class="flex justify-end gap-2">
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Save
        </Button>
      </div>
    </form>
  )
}
