import { useNavigate } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { For, type JSX, Show } from 'solid-js'
import { Badge, Button, Confirm, createPanel, Loaded, notify, relativeTime } from '#kit'
import { api, signOut } from '../../shell/session.ts'
import { nameDevice } from './name-device.ts'

interface Session {
  readonly id: string
  readonly current: boolean
  readonly createdAt: string
  readonly lastUsedAt: string
  readonly userAgent: string
  readonly address: string
}

/** Where the person is signed in, and the end of each. */
export function SessionList(): JSX.Element {
  const queries = useQueryClient()
  const sessions = useQuery(() => ({
    queryKey: ['sessions'],
    queryFn: () => api<{ data: readonly Session[] }>('/auth/sessions'),
    reconcile: 'id',
  }))
  const end = createPanel('end')
  const found = () =>
    sessions.isSuccess ? sessions.data.data.find(({ id, current }) => id === end.value() && !current) : undefined
  const endSession = async ({ id, userAgent }: Session) => {
    await api(`/auth/sessions/${id}`, { method: 'DELETE' })
    await queries.invalidateQueries({ queryKey: ['sessions'] })
    notify.done(`Signed out of ${nameDevice(userAgent)}`)
  }
  return (
    <section aria-labelledby="sessions" class="card">
      <div class="p-4 sm:p-6">
        <h2 id="sessions" class="text-lg font-semibold">
          Where you are signed in
        </h2>
        <p class="mt-1 text-soft">Is there a device that you do not know? Sign it out, then change your password.</p>
      </div>
      <div aria-live="polite" aria-relevant="additions removals" class="border-t border-line">
        <Loaded query={sessions} rows={2}>
          {(list) => (
            <ul class="divide-y divide-line">
              <For each={list().data}>{(session) => <Row session={session} end={() => end.open(session.id)} />}</For>
            </ul>
          )}
        </Loaded>
      </div>
      <Show when={found()}>
        {(session) => (
          <Confirm
            open
            title={`Sign out of ${nameDevice(session().userAgent)}?`}
            action="Sign it out"
            onClose={end.close}
            onConfirm={() => endSession(session())}
          >
            Whoever uses it has to sign in again.
          </Confirm>
        )}
      </Show>
    </section>
  )
}

function Row(props: { readonly session: Session; readonly end: () => void }): JSX.Element {
  const navigate = useNavigate()
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-6">
      <div class="min-w-0 flex-1 basis-52">
        <p class="flex flex-wrap items-center gap-2 font-medium">
          {nameDevice(props.session.userAgent)}
          <Show when={props.session.current}>
            <Badge tone="accent">This device</Badge>
          </Show>
        </p>
        <p class="text-sm text-soft [overflow-wrap:anywhere]">
          Last used {relativeTime(props.session.lastUsedAt)}
          <Show when={!['', 'unknown'].includes(props.session.address)}> from {props.session.address}</Show>
        </p>
      </div>
      <Show
        when={props.session.current}
        fallback={
          <Button
            look="quiet"
            aria-label={`Sign it out: ${nameDevice(props.session.userAgent)}`}
            onClick={() => props.end()}
          >
            Sign it out
          </Button>
        }
      >
        <Button look="quiet" onClick={() => void signOut().then(() => navigate('/sign-in'))}>
          Sign out
        </Button>
      </Show>
    </li>
  )
}
