import { type JSX, Match, Show, Switch } from 'solid-js'
import { Button, Note, useWorkspace } from '#kit'
import { createDevice, type OwnDevice } from './create-device.ts'
import { DeviceList } from './device-list.tsx'

/** Notifications on this device and the person's others; in `brief` only the question, as long as it is open. */
export default function Devices(props: { readonly brief?: boolean }): JSX.Element {
  const workspace = useWorkspace()
  const device = createDevice()
  return (
    <Show when={workspace().can('push.devices.use')}>
      <Show when={props.brief} fallback={<Whole device={device} />}>
        <Question device={device} />
      </Show>
    </Show>
  )
}

/** Asked where somebody looks at what is new: there it is of use. Not again on this device once they said no. */
function Question(props: { readonly device: OwnDevice }): JSX.Element {
  return (
    <Show when={props.device.state() === 'off' && !props.device.isDeclined()}>
      <div class="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg bg-raised px-4 py-3">
        <p class="min-w-0 flex-1 basis-52">Shall we tell you on this device too, also while this page is closed?</p>
        <div class="flex flex-wrap gap-2">
          <Button look="primary" busy={props.device.busy()} onClick={props.device.turnOn}>
            Turn on
          </Button>
          <Button look="quiet" onClick={props.device.decline}>
            Not here
          </Button>
        </div>
        <Trouble device={props.device} />
      </div>
    </Show>
  )
}

function Whole(props: { readonly device: OwnDevice }): JSX.Element {
  return (
    <section aria-labelledby="devices" class="card">
      <div class="flex flex-col gap-3 p-4 sm:p-5">
        <h2 id="devices" class="text-lg font-semibold">
          Your devices
        </h2>
        <div aria-live="polite">
          <Switch>
            <Match when={props.device.state() === 'unsupported'}>
              <Note icon="i-lucide-bell-off">
                This browser shows no notifications of pages. Chrome, Edge, Firefox and Safari do.
              </Note>
            </Match>
            <Match when={props.device.state() === 'home_screen'}>
              <Note icon="i-lucide-smartphone">
                On this device, put the page on the home screen first: Share, then Add to Home Screen. Open it from
                there and come back here.
              </Note>
            </Match>
            <Match when={props.device.state() === 'blocked'}>
              <Note icon="i-lucide-bell-off">
                Your browser blocks notifications of this page. Press the sign to the left of the address, allow
                notifications there, and load the page again.
              </Note>
            </Match>
            <Match when={props.device.state() === 'off'}>
              <p class="mb-3 text-soft">Be told on this device too, also while this page is closed.</p>
              <Button look="primary" icon="i-lucide-bell-ring" busy={props.device.busy()} onClick={props.device.turnOn}>
                Turn on for this device
              </Button>
            </Match>
            <Match when={props.device.state() === 'on'}>
              <p class="mb-3 text-good">Notifications are on for this device.</p>
              <div class="flex flex-wrap gap-2">
                <Button icon="i-lucide-send" busy={props.device.busy()} onClick={props.device.test}>
                  Send a test
                </Button>
                <Button look="quiet" busy={props.device.busy()} onClick={props.device.turnOff}>
                  Turn off for this device
                </Button>
              </div>
            </Match>
          </Switch>
          <Trouble device={props.device} />
        </div>
      </div>
      <DeviceList device={props.device} />
    </section>
  )
}

function Trouble(props: { readonly device: OwnDevice }): JSX.Element {
  return (
    <Show when={props.device.trouble()}>
      {(words) => (
        <p role="alert" class="mt-3 basis-full text-danger">
          {words()}
        </p>
      )}
    </Show>
  )
}
