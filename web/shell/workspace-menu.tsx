import * as Menu from '@kobalte/core/dropdown-menu'
import { useNavigate } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { known } from '../kit/known.ts'
import { notify } from '../kit/notify.tsx'
import { roleNames } from '../pages/role-names.ts'
import { type OwnInvitation, useAnswer, useOwnInvitations, useOwnWorkspaces } from './mine.ts'
import { useWorkspace } from './use-workspace.ts'
import { WorkspaceMark } from './workspace-mark.tsx'

const item =
  'flex min-h-10 cursor-pointer items-center gap-2.5 rounded-md px-3 py-2 outline-none data-[highlighted]:bg-raised'

/** The name of the workspace, the way to another one, and invitations to more of them. */
export function WorkspaceMenu(): JSX.Element {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const workspaces = useOwnWorkspaces()
  const asked = useOwnInvitations()
  const invitations = () => known(asked) ?? []
  return (
    <Menu.Root gutter={6}>
      <Menu.Trigger class="focusable flex min-h-10 w-full items-center gap-2 rounded-lg px-1.5 py-1.5 text-left hover:bg-raised">
        <WorkspaceMark {...workspace()} />
        <span class="min-w-0 flex-1 truncate font-semibold">{workspace().name}</span>
        <Show when={invitations().length > 0}>
          <span class="rounded-full bg-accent px-2 text-sm font-semibold text-on-accent">
            <span aria-hidden="true">{invitations().length}</span>
            <span class="sr-only">
              {invitations().length === 1 ? '1 invitation' : `${invitations().length} invitations`}
            </span>
          </span>
        </Show>
        <span aria-hidden="true" class="i-lucide-chevrons-up-down hidden! text-soft sm:inline-block!" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content class="z-50 max-h-[60vh] w-72 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-xl border border-line bg-card p-1.5 shadow-lg">
          <For each={known(workspaces)?.data ?? []}>
            {(tenant) => (
              <Menu.Item class={item} onSelect={() => navigate(`/w/${tenant.slug}`)}>
                <WorkspaceMark {...tenant} />
                <span class="min-w-0 flex-1 truncate">{tenant.name}</span>
                <Show when={tenant.id === workspace().id}>
                  <span aria-hidden="true" class="i-lucide-check text-accent" />
                  <span class="sr-only">(open now)</span>
                </Show>
              </Menu.Item>
            )}
          </For>
          <For each={invitations()}>{(invitation) => <InvitationItems invitation={invitation} />}</For>
          <Menu.Separator class="my-1.5 border-line" />
          <Menu.Item class={item} onSelect={() => navigate('/workspaces')}>
            <span aria-hidden="true" class="i-lucide-plus" /> New workspace
          </Menu.Item>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  )
}

function InvitationItems(props: { readonly invitation: OwnInvitation }): JSX.Element {
  const navigate = useNavigate()
  const answer = useAnswer()
  const name = () => props.invitation.tenant.name
  const join = () =>
    void answer.join(props.invitation).then((id) => {
      notify.done(`You have joined ${name()}`)
      navigate(`/w/${id}`)
    }, notify.failed)
  const decline = () =>
    void answer.decline(props.invitation).then(() => notify.done(`You have declined ${name()}`), notify.failed)
  return (
    <>
      <Menu.Separator class="my-1.5 border-line" />
      <Menu.Group>
        <Menu.GroupLabel class="block px-3 py-1.5 text-sm text-soft [overflow-wrap:anywhere]">
          {sentenceOf(props.invitation)}
        </Menu.GroupLabel>
        <Menu.Item class={item} onSelect={join}>
          <span aria-hidden="true" class="i-lucide-log-in" /> Join {name()}
        </Menu.Item>
        <Menu.Item class={item} onSelect={decline}>
          <span aria-hidden="true" class="i-lucide-x" /> Decline {name()}
        </Menu.Item>
      </Menu.Group>
    </>
  )
}

/** Who asks, and as what: `Anna Berg invites you to Salon Anna as Team member.` */
export function sentenceOf({ tenant, role, invitedBy }: OwnInvitation): string {
  return `${invitedBy ?? 'Somebody'} invites you to ${tenant.name} as ${roleNames[role]}.`
}
