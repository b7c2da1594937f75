import { useQueryClient } from '@tanstack/solid-query'
import { For, type JSX, Show } from 'solid-js'
import { Badge, Button, changeAhead, createPanel, formatDate, notify, PersonPicture, useWorkspace } from '#kit'
import { user } from '../../shell/session.ts'
import { roleNames } from '../role-names.ts'
import type { Member, Role } from './queries.ts'

/** One person: who they are, what they may do, and what you may do about it. */
export function MemberRow(props: { readonly member: Member }): JSX.Element {
  const workspace = useWorkspace()
  const [remove, leave, transfer] = [createPanel('remove'), createPanel('leave'), createPanel('transfer')]
  const isYou = () => props.member.id === user()?.id
  const isOwner = () => workspace().role === 'owner'
  // Only an owner decides about owners.
  const mayChange = () => !isYou() && workspace().can('members.manage') && (isOwner() || props.member.role !== 'owner')
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-4">
      <PersonPicture name={props.member.name} url={props.member.pictureUrl} />
      <div class="min-w-0 flex-1 basis-52">
        <p class="font-medium [overflow-wrap:anywhere]">
          {props.member.name}{' '}
          <Show when={isYou()}>
            <span class="text-soft">(you)</span>
          </Show>
        </p>
        <p class="text-sm text-soft [overflow-wrap:anywhere]">{props.member.email}</p>
        <p class="text-sm text-soft">Here since {formatDate(props.member.createdAt)}</p>
      </div>
      <div class="flex flex-wrap items-center gap-2">
        <Show
          when={mayChange()}
          fallback={
            <Badge tone={props.member.role === 'owner' ? 'accent' : 'plain'}>{roleNames[props.member.role]}</Badge>
          }
        >
          <RoleSelect member={props.member} />
          <Show when={workspace().can('tenant.delete') && props.member.role !== 'owner'}>
            <Button
              look="quiet"
              aria-label={`Make owner: ${props.member.name}`}
              onClick={() => transfer.open(props.member.id)}
            >
              Make owner
            </Button>
          </Show>
          <Button look="quiet" aria-label={`Remove ${props.member.name}`} onClick={() => remove.open(props.member.id)}>
            Remove
          </Button>
        </Show>
        <Show when={isYou()}>
          <Button look="quiet" onClick={() => leave.open()}>
            Leave
          </Button>
        </Show>
      </div>
    </li>
  )
}

function RoleSelect(props: { readonly member: Member }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const roles = () =>
    (Object.keys(roleNames) as Role[]).filter((role) => role !== 'owner' || workspace().role === 'owner')
  const change = (role: Role) => {
    const { id, name } = props.member
    changeAhead<readonly Member[]>(queries, {
      queryKey: [workspace().slug, 'members'],
      change: (list) => list.map((member) => (member.id === id ? { ...member, role } : member)),
      send: () => workspace().api(`/members/${id}`, { method: 'PATCH', body: { role } }),
    }).then(() => notify.done(`${name} is now ${roleNames[role]}`), notify.failed)
  }
  return (
    <select
      aria-label={`Role of ${props.member.name}`}
      class="control w-auto!"
      onChange={(event) => change(event.currentTarget.value as Role)}
    >
      <For each={roles()}>
        {(role) => (
          <option value={role} selected={role === props.member.role}>
            {roleNames[role]}
          </option>
        )}
      </For>
    </select>
  )
}
