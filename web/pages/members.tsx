import { For, type JSX, Show } from 'solid-js'
import { Button, createPanel, Loaded, Note, Page, useWorkspace } from '#kit'
import { InvitationList } from './members/invitation-list.tsx'
import { InviteDialog } from './members/invite-dialog.tsx'
import { MemberDialogs } from './members/member-dialogs.tsx'
import { MemberRow } from './members/member-row.tsx'
import { useInvitations, useMembers } from './members/queries.ts'
import { RequireTwoSteps } from './members/require-two-steps.tsx'
import { roleHints, roleNames } from './role-names.ts'

/** Who works here and what they may do, and who was asked to come. */
export default function Members(): JSX.Element {
  const workspace = useWorkspace()
  const members = useMembers()
  const invitations = useInvitations()
  const invite = createPanel('invite')
  const mayManage = () => workspace().can('members.manage')
  return (
    <Page
      title="People"
      lead="Everybody who works in this workspace, and what each of them may do."
      actions={
        <Show when={mayManage()}>
          <Button look="primary" icon="i-lucide-user-plus" onClick={() => invite.open()}>
            Invite somebody
          </Button>
        </Show>
      }
    >
      <Show when={!mayManage()}>
        <Note icon="i-lucide-lock">Owners and managers invite people and decide what each may do.</Note>
      </Show>
      <section aria-label="People" class="card" aria-live="polite" aria-relevant="additions removals">
        <Loaded query={members} rows={4}>
          {(list) => (
            <ul class="divide-y divide-line">
              <For each={list()}>{(member) => <MemberRow member={member} />}</For>
            </ul>
          )}
        </Loaded>
      </section>
      {/* What stands below comes when it has its place, and is not pushed around by what is above. */}
      <Show when={!members.isPending && !(mayManage() && invitations.isPending)}>
        <Show when={mayManage()}>
          <InvitationList query={invitations} invite={() => invite.open()} />
          <RequireTwoSteps />
        </Show>
        <Roles />
      </Show>
      <MemberDialogs members={members.isSuccess ? members.data : []} />
      <Show when={mayManage() && invite.value()}>
        <InviteDialog close={invite.close} />
      </Show>
    </Page>
  )
}

function Roles(): JSX.Element {
  const roles = Object.keys(roleNames) as (keyof typeof roleNames)[]
  return (
    <section aria-labelledby="roles">
      <h2 id="roles" class="text-lg font-semibold">
        What each role may do
      </h2>
      <dl class="mt-3 grid gap-3 sm:grid-cols-2">
        <For each={roles}>
          {(role) => (
            <div class="card p-4">
              <dt class="font-medium">{roleNames[role]}</dt>
              <dd class="text-soft">{roleHints[role]}</dd>
            </div>
          )}
        </For>
      </dl>
    </section>
  )
}
