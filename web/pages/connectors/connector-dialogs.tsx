import { useQueryClient } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import { Confirm, createPanel, notify, useWorkspace } from '#kit'
import type { Connector, Secret } from './queries.ts'

/** The questions before a service is disconnected or one of its secrets goes; the address says which is open. */
export function ConnectorDialogs(props: { readonly connectors: readonly Connector[] }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const [disconnect, remove, setUp] = [createPanel('disconnect'), createPanel('removeSecret'), createPanel('open')]
  const found = () => props.connectors.find(({ id }) => id === disconnect.value())
  const secret = () =>
    props.connectors
      .flatMap((connector) => connector.secrets.map((each) => ({ connector, secret: each })))
      .find(({ connector, secret: each }) => `${connector.id}/${each.name}` === remove.value())
  const change = async ({ id }: Connector, body: object, done: string) => {
    await workspace().api(`/connectors/${id}`, { method: 'PUT', body })
    await queries.invalidateQueries({ queryKey: [workspace().slug, 'connectors'] })
    notify.done(done)
  }
  const without = (secrets: readonly Secret[]) => Object.fromEntries(secrets.map(({ name }) => [name, null]))
  return (
    <Show when={workspace().can('plugins.manage')}>
      <Show when={found()}>
        {(connector) => (
          <Confirm
            open
            title={`Disconnect ${connector().title}?`}
            action="Disconnect"
            onClose={disconnect.close}
            onConfirm={async () => {
              const stored = connector().secrets.filter(({ stored }) => stored)
              await change(
                connector(),
                { enabled: false, secrets: without(stored) },
                `${connector().title} is disconnected`,
              )
              setUp.close()
            }}
          >
            What uses it here stops working at once, and its passwords and keys are removed. The other settings stay.
          </Confirm>
        )}
      </Show>
      <Show when={secret()}>
        {(each) => (
          <Confirm
            open
            title={`Remove ${each().secret.title}?`}
            action="Remove"
            onClose={remove.close}
            onConfirm={() =>
              change(each().connector, { secrets: without([each().secret]) }, `${each().secret.title} is removed`)
            }
          >
            {each().connector.title} may stop working until you enter another one.
          </Confirm>
        )}
      </Show>
    </Show>
  )
}
