import { useNavigate } from '@solidjs/router'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { Button, ErrorNote, formatDate, known, notify } from '#kit'
import { type OwnInvitation, useAnswer, useOwnInvitations } from '../../shell/mine.ts'
import { sentenceOf } from '../../shell/workspace-menu.tsx'

/** Invitations to this person that wait for an answer; nothing where there are none. */
export function Invitations(): JSX.Element {
  const asked = useOwnInvitations()
  const invitations = () => known(asked) ?? []
  return (
    <Show when={invitations().length > 0}>
      <section aria-labelledby="invitations" class="flex flex-col gap-3">
        <h2 id="invitations" class="text-lg font-semibold">
          {invitations().length === 1 ? 'You are invited' : 'Your invitations'}
        </h2>
        <ul class="card divide-y divide-line">
          <For each={invitations()}>
            {(invitation) => (
              <li class="p-4">
                <Invitation invitation={invitation} />
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}

function Invitation(props: { readonly invitation: OwnInvitation }): JSX.Element {
  const navigate = useNavigate()
  const answer = useAnswer()
  const [busy, setBusy] = createSignal<'join' | 'decline'>()
  const [error, setError] = createSignal<unknown>()
  const name = () => props.invitation.tenant.name
  const work = (what: 'join' | 'decline', done: Promise<unknown>) => {
    setBusy(what)
    setError(undefined)
    done.catch(setError).finally(() => setBusy(undefined))
  }
  const join = () =>
    work(
      'join',
      answer.join(props.invitation).then((id) => navigate(`/w/${id}`)),
    )
  const decline = () =>
    work(
      'decline',
      answer.decline(props.invitation).then(() => notify.done(`You have declined ${name()}`)),
    )
  return (
    <div class="flex flex-col gap-3">
      <p class="[overflow-wrap:anywhere]">
        {sentenceOf(props.invitation)}{' '}
        <span class="text-soft">Answer by {formatDate(props.invitation.expiresAt)}.</span>
      </p>
      <ErrorNote error={error()} />
      <div class="flex flex-wrap gap-2">
        <Button look="primary" busy={busy() === 'join'} aria-label={`Join ${name()}`} onClick={join}>
          Join
        </Button>
        <Button busy={busy() === 'decline'} aria-label={`Decline ${name()}`} onClick={decline}>
          Decline
        </Button>
      </div>
    </div>
  )
}
