import { useQueryClient } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import { Button, Choice, Confirm, createForm, createPanel, Dialog, ErrorNote, notify, useWorkspace } from '#kit'
import type { FreshKey, Key } from './queries.ts'

const overlaps = [
  { value: '86400', label: 'For one more day' },
  { value: '604800', label: 'For one more week' },
  { value: '0', label: 'Not at all, it stops now' },
]

export interface KeyDialogsProps {
  readonly keys: readonly Key[]
  readonly made: (key: FreshKey) => void
}

/** The questions before a key is replaced or revoked; the address says which is open. */
export function KeyDialogs(props: KeyDialogsProps): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const [replace, revoke] = [createPanel('replace'), createPanel('revoke')]
  const find = (id: string | undefined) => props.keys.find((key) => key.id === id)
  const refresh = () => queries.invalidateQueries({ queryKey: [workspace().slug, 'api-keys'] })
  const revokeKey = async ({ id, name }: Key) => {
    await workspace().api(`/api-keys/${id}`, { method: 'DELETE' })
    await refresh()
    notify.done(`${name} does not work any more`)
  }
  return (
    <>
      <Show when={find(revoke.value())}>
        {(key) => (
          <Confirm
            open
            title={`Revoke ${key().name}?`}
            action="Revoke"
            onClose={revoke.close}
            onConfirm={() => revokeKey(key())}
          >
            Programs that use this key stop working here at once. This cannot be undone.
          </Confirm>
        )}
      </Show>
      <Show when={find(replace.value())}>
        {(key) => <ReplaceDialog key={key()} close={replace.close} made={props.made} refresh={refresh} />}
      </Show>
    </>
  )
}

interface ReplaceDialogProps {
  readonly key: Key
  readonly close: () => void
  readonly made: (key: FreshKey) => void
  readonly refresh: () => Promise<void>
}

function ReplaceDialog(props: ReplaceDialogProps): JSX.Element {
  const workspace = useWorkspace()
  const form = createForm(async (data) => {
    const body = { overlapSeconds: Number(data.get('overlap')) }
    const fresh = await workspace().api<FreshKey>(`/api-keys/${props.key.id}/rotate`, { method: 'POST', body })
    // Drawn before the list is read again: the old key may be gone from it, and this dialog with it.
    props.close()
    props.made(fresh)
    await props.refresh()
  })
  return (
    <Dialog title={`Replace ${props.key.name}?`} open onClose={props.close}>
      <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
        <p class="text-soft">
          You get a new key with the same name and the same rights. Give it to the program that uses this one.
        </p>
        <ErrorNote error={form.error()} />
        <Choice
          label="The old key works"
          name="overlap"
          autofocus
          value="86400"
          options={overlaps}
          error={form.wrong('overlapSeconds')}
        />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="primary" busy={form.busy()}>
            Make the new key
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
