import type { JSX } from 'solid-js'
import { Button, createForm, Dialog, ErrorNote, TextField } from '#kit'
import { api } from '../../../shell/session.ts'
import { useRefreshSignIn } from '../two-steps/queries.ts'

export interface RenamePasskeyProps {
  readonly passkey: { readonly id: string; readonly name: string }
  readonly close: () => void
}

export function RenamePasskey(props: RenamePasskeyProps): JSX.Element {
  const refresh = useRefreshSignIn()
  const form = createForm(async (data) => {
    await api(`/auth/passkeys/${props.passkey.id}`, { method: 'PATCH', body: { name: String(data.get('name')) } })
    await refresh()
    props.close()
  })
  return (
    <Dialog title={`Rename ${props.passkey.name}`} open onClose={props.close}>
      <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
        <ErrorNote error={form.error()} />
        <TextField
          label="Name"
          name="name"
          value={props.passkey.name}
          maxlength={60}
          autocomplete="off"
          autofocus
          error={form.wrong('name')}
        />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="primary" busy={form.busy()}>
            Save name
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
