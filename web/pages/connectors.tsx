import { For, type JSX, Show } from 'solid-js'
import { Empty, LinkButton, Loaded, Note, Page, useWorkspace } from '#kit'
import { ConnectorCard } from './connectors/connector-card.tsx'
import { ConnectorDialogs } from './connectors/connector-dialogs.tsx'
import { useConnectors } from './connectors/queries.ts'

/** Services outside that the workspace uses: mail, payments, calendars. */
export default function Connectors(): JSX.Element {
  const workspace = useWorkspace()
  const connectors = useConnectors()
  return (
    <Page title="Connections" lead="Services outside that this workspace works with, such as mail or payments.">
      <Show when={!workspace().can('plugins.manage')}>
        <Note icon="i-lucide-lock">Owners and managers connect services.</Note>
      </Show>
      <Loaded query={connectors}>
        {(list) => (
          <Show
            when={list().data.length > 0}
            fallback={
              <div class="card">
                <Empty
                  icon="i-lucide-plug"
                  title="Nothing to connect yet"
                  action={<LinkButton href={workspace().path('/modules')}>See the modules</LinkButton>}
                >
                  This platform has no services to connect so far. The modules work without them.
                </Empty>
              </div>
            }
          >
            <ul class="grid gap-4">
              <For each={list().data}>{(connector) => <ConnectorCard connector={connector} />}</For>
            </ul>
          </Show>
        )}
      </Loaded>
      <ConnectorDialogs connectors={connectors.isSuccess ? connectors.data.data : []} />
    </Page>
  )
}
