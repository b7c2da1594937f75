import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { Button, createForm, Dialog, ErrorNote, Tick } from '#kit'
import { TagInput } from '../contact/tag-input.tsx'
import type { RunBulk } from './setter.ts'

export interface TagDialogProps {
  readonly open: boolean
  readonly chosen: readonly { readonly tags?: readonly string[] }[]
  readonly counted: string
  readonly onClose: () => void
  readonly run: RunBulk
}

/** Tags to give to many records, and tags to take from them. */
export function TagDialog(props: TagDialogProps): JSX.Element {
  return (
    <Dialog title={`Tags of ${props.counted}`} open={props.open} onClose={props.onClose}>
      <TagForm {...props} />
    </Dialog>
  )
}

function TagForm(props: TagDialogProps): JSX.Element {
  const [add, setAdd] = createSignal<string[]>([])
  const [remove, setRemove] = createSignal<readonly string[]>([])
  const used = createMemo(() => [...new Set(props.chosen.flatMap(({ tags }) => tags ?? []))].sort().slice(0, 50))
  const form = createForm(async () => {
    await props.run({ type: 'tag', add: add(), remove: remove() }, (count) => `Tags changed on ${count}`)
    props.onClose()
  })
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <TagInput
        label="Tags to add"
        tags={add()}
        onChange={setAdd}
        error={form.wrong('action/add') ?? form.wrong('action/add/0')}
      />
      <Show when={used().length > 0}>
        <fieldset class="m-0 min-w-0 border-0 p-0">
          <legend class="mb-1 p-0 font-medium">Tags to take away</legend>
          <div class="grid sm:grid-cols-2">
            <For each={used()}>
              {(tag) => (
                <Tick
                  label={tag}
                  name="remove"
                  value={tag}
                  checked={remove().includes(tag)}
                  onChange={(isOn) => setRemove(isOn ? [...remove(), tag] : remove().filter((each) => each !== tag))}
                />
              )}
            </For>
          </div>
        </fieldset>
      </Show>
      <div class="flex justify-end gap-2">
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()} disabled={add().length === 0 && remove().length === 0}>
          Change tags
        </Button>
      </div>
    </form>
  )
}
