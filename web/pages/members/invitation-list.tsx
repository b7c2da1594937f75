import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { Badge, Button, Confirm, createPanel, Empty, Loaded, notify, relativeTime, useWorkspace } from '#kit'
import { roleNames } from '../role-names.ts'
import type { Invitation, useInvitations } from './queries.ts'

export interface InvitationListProps {
  readonly query: ReturnType<typeof useInvitations>
  readonly invite: () => void
}

/** Who was asked to join and has not answered yet. */
export function InvitationList(props: InvitationListProps): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const takeBack = createPanel('takeBack')
  const found = () => (props.query.isSuccess ? props.query.data.find(({ id }) => id === takeBack.value()) : undefined)
  const revoke = async ({ id, email }: Invitation) => {
    await workspace().api(`/invitations/${id}`, { method: 'DELETE' })
    await queries.invalidateQueries({ queryKey: [workspace().slug, 'invitations'] })
    notify.done(`The invitation to ${email} is taken back`)
  }
  return (
    <section aria-labelledby="invitations">
      <h2 id="invitations" class="text-lg font-semibold">
        Open invitations
      </h2>
      <div class="card mt-3" aria-live="polite" aria-relevant="additions removals">
        <Loaded query={props.query} rows={2}>
          {(list) => (
            <Show
              when={list().length > 0}
              fallback={
                <Empty
                  icon="i-lucide-mail-open"
                  title="Nobody is waiting"
                  action={<Button onClick={() => props.invite()}>Invite somebody</Button>}
                >
                  People you invite are listed here until they join.
                </Empty>
              }
            >
              <ul class="divide-y divide-line">
                <For each={list()}>
                  {(invitation) => <Row invitation={invitation} takeBack={() => takeBack.open(invitation.id)} />}
                </For>
              </ul>
            </Show>
          )}
        </Loaded>
      </div>
      <Show when={found()}>
        {(invitation) => (
          <Confirm
            open
            title={`Take back the invitation to ${invitation().email}?`}
            action="Take back"
            onClose={takeBack.close}
            onConfirm={() => revoke(invitation())}
          >
            The link in their mail stops working. You can invite them again at any time.
          </Confirm>
        )}
      </Show>
    </section>
  )
}

function Row(props: { readonly invitation: Invitation; readonly takeBack: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const [busy, setBusy] = createSignal(false)
  const isOver = () => Date.parse(props.invitation.expiresAt) < Date.now()
  const resend = () => {
    const { id, email } = props.invitation
    setBusy(true)
    workspace()
      .api(`/invitations/${id}/resend`, { method: 'POST' })
      .then(() => queries.invalidateQueries({ queryKey: [workspace().slug, 'invitations'] }))
      .then(() => notify.done(`Sent again to ${email}. Only the newest link works`), notify.failed)
      .finally(() => setBusy(false))
  }
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-4">
      <div class="min-w-0 flex-1 basis-52">
        <p class="font-medium [overflow-wrap:anywhere]">{props.invitation.email}</p>
        <p class="text-sm text-soft">
          {roleNames[props.invitation.role]}, {isOver() ? 'the link ran out' : 'the link runs out'}{' '}
          {relativeTime(props.invitation.expiresAt)}
        </p>
      </div>
      <div class="flex flex-wrap items-center gap-2">
        <Show when={isOver()}>
          <Badge tone="warn">Ran out</Badge>
        </Show>
        <Button look="quiet" busy={busy()} aria-label={`Send again to ${props.invitation.email}`} onClick={resend}>
          Send again
        </Button>
        <Button
          look="quiet"
          aria-label={`Take back the invitation to ${props.invitation.email}`}
          onClick={() => props.takeBack()}
        >
          Take back
        </Button>
      </div>
    </li>
  )
}
