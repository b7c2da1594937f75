import { createSignal, createUniqueId, type JSX, Match, Show, Switch } from 'solid-js'
import { Badge, Button, createPanel, notify, PluginIcon, useWorkspace } from '#kit'
import { ConnectorForm } from './connector-form.tsx'
import type { Connector } from './queries.ts'

export interface Tested {
  readonly ok: boolean
  readonly problem: string | null
}

/** One service: whether it is connected, whether that works, and how it is set up. */
export function ConnectorCard(props: { readonly connector: Connector }): JSX.Element {
  const workspace = useWorkspace()
  const [setUp, disconnect] = [createPanel('open'), createPanel('disconnect')]
  const [tested, setTested] = createSignal<Tested>()
  const [busy, setBusy] = createSignal(false)
  const id = createUniqueId()
  let opener: HTMLButtonElement | undefined
  const close = () => {
    setUp.close()
    opener?.focus()
  }
  const isOpen = () => setUp.value() === props.connector.id
  const word = () => (isOpen() ? 'Close' : props.connector.enabled ? 'Change' : 'Connect')
  const mayManage = () => workspace().can('plugins.manage')
  const test = async () => {
    setBusy(true)
    setTested(undefined)
    await workspace()
      .api<Tested>(`/connectors/${props.connector.id}/test`, { method: 'POST' })
      .then(setTested, notify.failed)
    setBusy(false)
  }
  return (
    <li class="card p-4 sm:p-5">
      <div class="flex flex-wrap items-start gap-x-4 gap-y-3">
        <PluginIcon name={props.connector.icon} off={!props.connector.enabled} />
        <div class="min-w-0 flex-1 basis-52">
          <h2 class="flex flex-wrap items-center gap-2 text-base font-medium">
            {props.connector.title}
            <Badge tone={props.connector.enabled ? 'good' : 'plain'}>
              {props.connector.enabled ? 'Connected' : 'Not connected'}
            </Badge>
          </h2>
          <p class="text-soft">{props.connector.description}</p>
        </div>
        <Show when={mayManage()}>
          <div class="flex flex-wrap gap-2">
            <Show when={props.connector.enabled}>
              <Button busy={busy()} aria-label={`Test ${props.connector.title}`} onClick={() => void test()}>
                Test
              </Button>
              <Button
                look="quiet"
                aria-label={`Disconnect ${props.connector.title}`}
                onClick={() => disconnect.open(props.connector.id)}
              >
                Disconnect
              </Button>
            </Show>
            <Button
              ref={opener}
              look={props.connector.enabled || isOpen() ? 'quiet' : 'primary'}
              aria-expanded={isOpen()}
              aria-controls={id}
              aria-label={`${word()} ${props.connector.title}`}
              onClick={() => (isOpen() ? setUp.close() : setUp.open(props.connector.id))}
            >
              {word()}
            </Button>
          </div>
        </Show>
      </div>
      <div aria-live="polite">
        <Switch>
          <Match when={!props.connector.enabled}>{null}</Match>
          <Match when={tested()?.ok === true}>
            <p class="mt-4 rounded-lg bg-good-soft px-4 py-3 text-good">The connection works.</p>
          </Match>
          <Match when={tested()?.ok === false}>
            <p class="mt-4 rounded-lg bg-danger-soft px-4 py-3 text-danger [overflow-wrap:anywhere]">
              The connection does not work. {tested()?.problem}
            </p>
          </Match>
        </Switch>
      </div>
      <div id={id}>
        <Show when={mayManage() && isOpen()}>
          <ConnectorForm connector={props.connector} close={close} test={test} />
        </Show>
      </div>
    </li>
  )
}
