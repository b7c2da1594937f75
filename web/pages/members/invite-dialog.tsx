import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX } from 'solid-js'
import { Button, Choice, createForm, Dialog, ErrorNote, notify, TextField, useWorkspace } from '#kit'
import { roleHints, roleNames } from '../role-names.ts'
import type { Role } from './queries.ts'

/** Asks a person to join, by email, with a role. */
export function InviteDialog(props: { readonly close: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const [role, setRole] = createSignal<Role>('member')
  const roles = () =>
    (Object.keys(roleNames) as Role[]).filter((each) => each !== 'owner' || workspace().role === 'owner')
  const form = createForm(async (data) => {
    const email = String(data.get('email'))
    await workspace().api('/invitations', { method: 'POST', body: { email, role: role() } })
    await queries.invalidateQueries({ queryKey: [workspace().slug, 'invitations'] })
    void queries.invalidateQueries({ queryKey: [workspace().slug, 'first-steps'] })
    props.close()
    notify.done(`An invitation is on its way to ${email}`)
  })
  return (
    <Dialog title="Invite somebody" open onClose={props.close}>
      <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
        <ErrorNote error={form.error()} />
        <TextField
          label="Email"
          name="email"
          autofocus
          type="email"
          autocomplete="off"
          hint="They get a link that works for seven days."
          error={form.wrong('email')}
        />
        <Choice
          label="Role"
          name="role"
          value={role()}
          options={roles().map((value) => ({ value, label: roleNames[value] }))}
          hint={roleHints[role()]}
          error={form.wrong('role')}
          onChange={(event) => setRole(event.currentTarget.value as Role)}
        />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="primary" busy={form.busy()}>
            Send invitation
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
