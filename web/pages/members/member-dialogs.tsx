import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import { Confirm, createPanel, notify, useWorkspace } from '#kit'
import { user } from '../../shell/session.ts'
import { useRefreshAccess } from '../access.ts'
import type { Member } from './queries.ts'

/** The questions before somebody goes, leaves, or becomes the owner; the address says which is open. */
export function MemberDialogs(props: { readonly members: readonly Member[] }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const refreshAccess = useRefreshAccess()
  const [remove, leave, transfer] = [createPanel('remove'), createPanel('leave'), createPanel('transfer')]
  const find = (id: string | undefined) => props.members.find((member) => member.id === id && id !== user()?.id)
  const refresh = () => queries.invalidateQueries({ queryKey: [workspace().slug, 'members'] })
  const removeMember = async ({ id, name }: Member) => {
    await workspace().api(`/members/${id}`, { method: 'DELETE' })
    await refresh()
    notify.done(`${name} has no access any more`)
  }
  const makeOwner = async ({ id, name }: Member) => {
    await workspace().api('/members/transfer', { method: 'POST', body: { userId: id } })
    await Promise.all([refresh(), refreshAccess()])
    notify.done(`${name} is the owner now`)
  }
  const leaveWorkspace = async () => {
    const { name } = workspace()
    await workspace().api(`/members/${user()?.id ?? ''}`, { method: 'DELETE' })
    navigate('/workspaces', { replace: true })
    await queries.invalidateQueries({ queryKey: ['workspaces'] })
    notify.done(`You have left ${name}`)
  }
  return (
    <>
      <Show when={workspace().can('members.manage') && find(remove.value())}>
        {(member) => (
          <Confirm
            open
            title={`Remove ${member().name}?`}
            action="Remove"
            onClose={remove.close}
            onConfirm={() => removeMember(member())}
          >
            They lose access to this workspace at once. What they have made stays.
          </Confirm>
        )}
      </Show>
      <Show when={workspace().can('tenant.delete') && find(transfer.value())}>
        {(member) => (
          <Confirm
            open
            title={`Make ${member().name} the owner?`}
            action="Make owner"
            onClose={transfer.close}
            onConfirm={() => makeOwner(member())}
          >
            You become a manager. Only {member().name} can then delete the workspace or make you its owner again.
          </Confirm>
        )}
      </Show>
      <Show when={leave.value()}>
        <Confirm
          open
          title={`Leave ${workspace().name}?`}
          action="Leave"
          onClose={leave.close}
          onConfirm={leaveWorkspace}
        >
          You lose access at once, and come back only by a new invitation.
        </Confirm>
      </Show>
    </>
  )
}
