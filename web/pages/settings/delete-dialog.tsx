import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX } from 'solid-js'
import { Button, createForm, Dialog, ErrorNote, notify, TextField, useWorkspace } from '#kit'

/** Deletes the workspace, once its name is written out. */
export function DeleteDialog(props: { readonly close: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [typed, setTyped] = createSignal('')
  const [wrong, setWrong] = createSignal<string>()
  const form = createForm(async () => {
    const { name, api } = workspace()
    if (typed().trim() !== name.trim()) {
      setWrong(`Write ${name}, just as it stands here`)
      return
    }
    await api('/tenant', { method: 'DELETE' })
    navigate('/workspaces', { replace: true })
    await queries.invalidateQueries({ queryKey: ['workspaces'] })
    notify.done(`${name} is deleted`)
  })
  return (
    <Dialog title={`Delete ${workspace().name}?`} open onClose={props.close}>
      <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
        <p class="text-soft">
          Everybody who works here loses access at once, and API keys stop working. After 30 days all of its data is
          gone for good.
        </p>
        <ErrorNote error={form.error()} />
        <TextField
          label={`To go on, write the name of the workspace: ${workspace().name}`}
          name="confirmation"
          autofocus
          autocomplete="off"
          value={typed()}
          onInput={(event) => {
            setTyped(event.currentTarget.value)
            setWrong(undefined)
          }}
          error={wrong()}
        />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="danger" busy={form.busy()}>
            Delete for good
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
