import { For, type JSX, Show } from 'solid-js'
import { Badge, Button, formatDate, Loaded, notify, relativeTime } from '#kit'
import { api } from '../../../shell/session.ts'
import { nameDevice } from '../name-device.ts'
import { type TrustedDevice, useRefreshSignIn, useTrustedDevices } from './queries.ts'

/** The browsers in which nobody is asked for the second step. */
export function TrustedDevices(): JSX.Element {
  const devices = useTrustedDevices()
  return (
    <div class="flex flex-col gap-2 border-t border-line pt-4">
      <h3 class="text-base font-medium">Browsers that are not asked</h3>
      <Loaded query={devices} rows={1}>
        {(list) => (
          <Show
            when={list().data.length > 0}
            fallback={<p class="text-soft">None. You can choose this at the second step, for 30 days.</p>}
          >
            <ul class="divide-y divide-line">
              <For each={list().data}>{(device) => <Row device={device} />}</For>
            </ul>
          </Show>
        )}
      </Loaded>
    </div>
  )
}

function Row(props: { readonly device: TrustedDevice }): JSX.Element {
  const refresh = useRefreshSignIn()
  const name = () => nameDevice(props.device.userAgent)
  const forget = () =>
    void api(`/auth/trusted-devices/${props.device.id}`, { method: 'DELETE' })
      .then(refresh)
      .then(() => notify.done(`${name()} is asked again from now on`), notify.failed)
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-2 py-2">
      <div class="min-w-0 flex-1 basis-52">
        <p class="flex flex-wrap items-center gap-2">
          {name()}
          <Show when={props.device.current}>
            <Badge tone="accent">This browser</Badge>
          </Show>
        </p>
        <p class="text-sm text-soft">
          Last used {relativeTime(props.device.lastUsedAt)}, until {formatDate(props.device.expiresAt)}
        </p>
      </div>
      <Button look="quiet" aria-label={`Ask again: ${name()}`} onClick={forget}>
        Ask again
      </Button>
    </li>
  )
}
